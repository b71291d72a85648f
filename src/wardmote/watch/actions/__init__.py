"""What do people and nights do in this room? One act to a file."""
