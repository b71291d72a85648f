"""The register's pages, one to a file."""
