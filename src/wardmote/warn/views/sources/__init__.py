"""Pages about where advisories come from, found by walking."""
