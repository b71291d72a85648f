"""How long does it take to mend what was found?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from wardmote.register.models import Body

from ..models import TROUBLE, Finding

YEAR = timedelta(days=365)
DAY_S = 86_400
MENDED = ("good", "not-applicable")
_WHEN = ("trouble_since", "until")


@dataclass(frozen=True)
class TimeToFix:
    """The median of whole and part days from when something was first found wrong to when it was found right."""

    days: float
    fixed: int


def time_to_fix(council: Body, at: datetime) -> TimeToFix | None:
    """Return how long mending took over the last year, or None where nothing was mended."""
    took = [_days(since, until) for since, until in _mended(at).filter(council=council).values_list(*_WHEN)]
    return TimeToFix(median(took), len(took)) if took else None


def times_to_mend(councils: QuerySet[Body], at: datetime) -> dict[int, tuple[int, float]]:
    """Return by severity how many of the councils mended something in the last year, and the median of their medians.

    Each council counts once, however many domains it has.
    """
    took: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    rows = _mended(at).filter(council__in=councils, severity__gt=0).values_list("severity", "council_id", *_WHEN)
    for severity, council, since, until in rows.iterator():
        took[severity][council].append(_days(since, until))
    return {severity: (len(own), median(map(median, own.values()))) for severity, own in took.items()}


def _mended(at: datetime) -> QuerySet[Finding]:
    mended = Finding.objects.filter(verdict__in=TROUBLE, until__gt=at - YEAR, until__lte=at, ended_as__in=MENDED)
    return mended.filter(trouble_since__isnull=False).order_by()


def _days(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / DAY_S
