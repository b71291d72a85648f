"""Where did a council stand from outside on which day, and how long does it take to mend what was found?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Exists, OuterRef, QuerySet

from wardmote.register.models import Body

from ..models import TROUBLE, Finding, Standing, Uptake

YEAR = timedelta(days=365)
DAY_S = 86_400
MENDED = ("good", "not-applicable")


@dataclass(frozen=True)
class TimeToFix:
    """The median of whole and part days from when something was first found wrong to when it was found right."""

    days: float
    fixed: int


def standings_on(day: date) -> QuerySet[Standing]:
    """Return each council's newest standing up to a day; who may see which is for the caller to say."""
    later = Standing.objects.filter(council=OuterRef("council"), day__gt=OuterRef("day"), day__lte=day)
    return Standing.objects.filter(~Exists(later), day__lte=day)


def standings_of(council: Body, since: date) -> QuerySet[Standing]:
    """Return the council's standings from a day on, oldest first."""
    return Standing.objects.filter(council=council, day__gte=since).order_by("day")


def uptake_since(day: date, *, demonstration: bool = False) -> QuerySet[Uptake]:
    """Return the counts of every control from a day on, by day."""
    return Uptake.objects.filter(day__gte=day, is_demonstration=demonstration).order_by("day", "check_id", "verdict")


def time_to_fix(council: Body, at: datetime) -> TimeToFix | None:
    """Return how long mending took over the last year, or None where nothing was mended."""
    mended = Finding.objects.filter(
        council=council, verdict__in=TROUBLE, until__gt=at - YEAR, until__lte=at, ended_as__in=MENDED
    )
    took = [
        (until - since).total_seconds() / DAY_S
        for since, until in mended.order_by().values_list("trouble_since", "until")
        if since and until
    ]
    return TimeToFix(median(took), len(took)) if took else None
