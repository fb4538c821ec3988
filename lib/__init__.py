"""The dashboard's library: from the CSV files to what pages show."""
