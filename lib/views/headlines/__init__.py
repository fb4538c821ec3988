"""The words over and beside each exhibit: its finding, what it counts, what can be read from it."""
