"""Look into the register of councils, or bring it up to date."""
