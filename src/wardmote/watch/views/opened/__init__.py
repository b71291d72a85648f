"""Pages that a secret in the address opens, without signing in; each names its addresses in `PATHS`."""
