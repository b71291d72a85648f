"""The national picture's pages."""
