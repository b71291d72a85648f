"""What does the DNS say? A small asynchronous client of validating resolvers (RFC 1034, section 5.3.1)."""
