"""Pages about what checks found, one to a file; each names its addresses in `PATHS`."""
