"""The watch room's only door for other rooms."""

from .actions.ask_visit import ask_visit
from .actions.take_reports import take_reports
from .catalogue import title_of
from .models import CameBy
from .places import finding_at, overview_at, with_host
from .queries.at_home import (
    ChangedAtHome,
    DomainsAtHome,
    WrongAtHome,
    changed_at_home,
    domains_at_home,
    wrong_at_home,
)
from .queries.night_news import FirstLook, NightNews, OutOfSight, ToldChange
from .queries.standings import TimeToFix, time_to_fix
from .report_reading import Found, in_batches, reports_in
from .words import GRADE_WORDS, SEVERITY_WORDS

__all__ = [
    "GRADE_WORDS",
    "SEVERITY_WORDS",
    "CameBy",
    "ChangedAtHome",
    "DomainsAtHome",
    "FirstLook",
    "Found",
    "NightNews",
    "OutOfSight",
    "TimeToFix",
    "ToldChange",
    "WrongAtHome",
    "ask_visit",
    "changed_at_home",
    "domains_at_home",
    "finding_at",
    "in_batches",
    "overview_at",
    "reports_in",
    "take_reports",
    "time_to_fix",
    "title_of",
    "with_host",
    "wrong_at_home",
]
