"""The pages of assessments by outcomes, one to a file; each file says its own addresses in `PATHS`."""
