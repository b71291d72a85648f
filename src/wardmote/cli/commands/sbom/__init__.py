"""Take in lists of software for a council."""
