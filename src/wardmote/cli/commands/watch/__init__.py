"""Begin a night of checks now, or see how far it is."""
