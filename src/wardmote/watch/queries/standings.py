"""How long does it take to mend what was found?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from wardmote.register.models import Body

from ..models import TROUBLE, Finding

YEAR = timedelta(days=365)
DAY_S = 86_400
MENDED = ("good", "not-applicable")


@dataclass(frozen=True)
class TimeToFix:
    """The median of whole and part days from when something was first found wrong to when it was found right."""

    days: float
    fixed: int


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
