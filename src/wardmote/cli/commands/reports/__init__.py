"""Take in reports of other mail systems."""
