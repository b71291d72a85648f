"""See which frameworks councils assess by, and import their official wording or a profile."""
