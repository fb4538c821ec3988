"""What the pages ask of the database: each function returns one frame with declared columns."""
