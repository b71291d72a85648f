"""Pages about what other mail systems report, one to a file; each names its addresses in `PATHS`."""
