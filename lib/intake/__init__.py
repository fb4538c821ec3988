"""Takes in tables as ministries send them: a file becomes rows, or a list of unclear cells."""
