"""Makes the files that are shipped ready-made: boundaries and fonts. Needs development packages."""
