"""Writes everything that the dashboard holds as files that other programs can read."""
