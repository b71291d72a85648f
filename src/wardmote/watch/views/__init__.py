"""The pages of this room, one page or step to a file."""
