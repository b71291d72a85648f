"""What writes: one use case to a file."""
