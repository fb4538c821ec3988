"""What the pages ask of the database: frames with declared columns, or typed rows."""
