"""Pages about what concerns a council, found by walking."""
