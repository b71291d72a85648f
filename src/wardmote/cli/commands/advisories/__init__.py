"""Read advisories from files, and see where they come from."""
