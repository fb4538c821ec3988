"""Reads the documents behind the figures and finds each figure on the line that it names."""
