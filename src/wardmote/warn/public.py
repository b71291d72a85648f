"""The warn room's only door for other rooms."""

from .matching_jobs import match_inventory, settle_affiliated
from .queries.at_home import WarningsAtHome, warnings_at, warnings_at_home
from .queries.sources import sources_in_alarm

__all__ = [
    "WarningsAtHome",
    "match_inventory",
    "settle_affiliated",
    "sources_in_alarm",
    "warnings_at",
    "warnings_at_home",
]
