"""The gatherers, one to a module; each module's `GATHERER` is found by walking this package."""
