"""The watch room's only door for other rooms."""

from .actions.ask_visit import ask_visit
from .catalogue import title_of
from .places import finding_at, overview_at, with_host
from .queries.at_home import ChangedAtHome, WrongAtHome, changed_at_home, wrong_at_home
from .queries.night_news import FirstLook, NightNews, OutOfSight, ToldChange
from .queries.standings import TimeToFix, standings_of, standings_on, time_to_fix, uptake_since

__all__ = [
    "ChangedAtHome",
    "FirstLook",
    "NightNews",
    "OutOfSight",
    "TimeToFix",
    "ToldChange",
    "WrongAtHome",
    "ask_visit",
    "changed_at_home",
    "finding_at",
    "overview_at",
    "standings_of",
    "standings_on",
    "time_to_fix",
    "title_of",
    "uptake_since",
    "with_host",
    "wrong_at_home",
]
