"""What may be concluded from published figures: pure functions that name method and source."""
