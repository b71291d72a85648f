"""The watch room's only door for other rooms."""

__all__: list[str] = []
