"""Meetings: an ordered list of slides to project and hand out, kept in an address or a file."""
