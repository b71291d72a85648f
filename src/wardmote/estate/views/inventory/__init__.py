"""Pages about the inventory: one page, or one step of a journey, to a file."""
