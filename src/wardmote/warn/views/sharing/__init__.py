"""Pages on which councils ask, answer, share and report, found by walking."""
