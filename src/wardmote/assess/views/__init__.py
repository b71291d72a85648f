"""The stocktake's pages, one to a file."""
