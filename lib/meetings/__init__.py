"""Meetings: an ordered list of views to project, print and hand out, kept in an address or file."""
