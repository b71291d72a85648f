"""A page that a secret opens: the feed of a council's warnings."""
