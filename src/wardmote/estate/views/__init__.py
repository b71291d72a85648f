"""The estate's pages, one to a file."""
