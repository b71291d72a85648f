"""The warn room's only door for other rooms."""

from .queries.at_home import WarningsAtHome, warnings_at, warnings_at_home

__all__ = ["WarningsAtHome", "warnings_at", "warnings_at_home"]
