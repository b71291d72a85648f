"""How long do members take to act on warnings, and how many do they open? For all that share, never for one of them.

A warning was opened when somebody of the council first opened its page (`Notice.read_at`): no letter says so by itself.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from wardmote.kernel.viewer import seeing_as_system

from ..models import Answer, Notice, Priority
from .board import LEAST, members_sharing
from .board_of_one import ACTED
from .desk_access import Bench
from .standing import SHOWN_LABELS

WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class Acting:
    """What came of the warnings of one priority within the year, where enough councils share; else nothing."""

    priority: Priority
    raised: int | None = None
    read: int | None = None
    acted: int | None = None
    days: float | None = None

    @property
    def read_share(self) -> float | None:
        """Return the share of warnings that somebody opened."""
        return self.read / self.raised if self.raised and self.read is not None else None


def acting_of(bench: Bench) -> list[Acting]:
    """Return one line for each priority that enough councils were warned in; the most urgent first."""
    told = _told(bench)
    # What a council answered is its own; what is counted here names nobody.
    with seeing_as_system():
        counts = told.values_list("priority").annotate(
            n=Count("pk"), read=Count("read_at"), councils=Count("council", distinct=True)
        )
        found = {priority: (n, read, councils) for priority, n, read, councils in counts.order_by()}
        days = _days(told)
    return [_acting(Priority(each), *found.get(each, (0, 0, 0)), days) for each in Priority.values]


def _told(bench: Bench) -> QuerySet[Notice]:
    sharing = members_sharing(bench.viewer.person, bench.owner, bench.day)
    return Notice.objects.filter(
        Exists(sharing.filter(pk=OuterRef("council"))),
        story__label__in=SHOWN_LABELS,
        raised_at__gt=bench.at - WITHIN,
        raised_at__lte=bench.at,
    )


def _days(told: QuerySet[Notice]) -> dict[int, tuple[Counter[int], int]]:
    """Return for each priority how many warnings took how many days, and how many councils acted at all."""
    first = Answer.objects.filter(notice=OuterRef("pk"), word__in=ACTED).values("notice").annotate(n=Min("at"))
    rows = told.annotate(first=Subquery(first.values("n"))).filter(first__isnull=False)
    grouped = rows.values_list("priority", "council", TruncDate("raised_at"), TruncDate("first"))
    took: dict[int, Counter[int]] = {}
    councils: dict[int, set[int]] = {}
    for priority, council, raised, acted, n in grouped.annotate(n=Count("pk")).order_by():
        took.setdefault(priority, Counter())[(acted - raised).days] += n
        councils.setdefault(priority, set()).add(council)
    return {priority: (days, len(councils[priority])) for priority, days in took.items()}


def _acting(
    priority: Priority, raised: int, read: int, councils: int, days: dict[int, tuple[Counter[int], int]]
) -> Acting:
    if councils < LEAST:
        return Acting(priority)
    took, acted_by = days.get(priority, (Counter(), 0))
    if acted_by < LEAST:
        return Acting(priority, raised, read)
    return Acting(priority, raised, read, took.total(), median(took))


def median(days: Counter[int]) -> float:
    """Return the middle of counted days: of an even number, halfway between the two in the middle."""
    n = days.total()
    return (_nth(days, (n - 1) // 2) + _nth(days, n // 2)) / 2


def _nth(days: Counter[int], place: int) -> int:
    for day in sorted(days):
        place -= days[day]
        if place < 0:
            return day
    raise ValueError(place)
