"""The kinds of document that are taken, one to a module; each module's `KIND` is found by walking this package."""
