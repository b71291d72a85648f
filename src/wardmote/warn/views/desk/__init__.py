"""Pages of the operator's desk, found by walking."""
