"""What is asked of this room? Named reads, one subject to a file."""
