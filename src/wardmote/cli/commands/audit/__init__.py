"""Check the record of who did what."""
