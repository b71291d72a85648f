"""The checks, one to a module in the folder of its area; each module's `CHECK` is found by walking this package."""
