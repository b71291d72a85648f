"""The TAXII 2.1 server (OASIS standard, June 2021): one resource to a file."""
