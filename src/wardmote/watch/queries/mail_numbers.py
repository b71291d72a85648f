"""Over which days, and over which domains, are messages added up, and what do the sums say?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import add, sub
from typing import Any

from django.db.models import BigIntegerField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from wardmote.estate.models import Domain
from wardmote.register.models import Body

from ..models import MailDay, MailMonth

NUMBERS = ("both", "by_dkim", "by_spf", "let_in", "quarantined", "rejected")
# PostgreSQL adds integers up to decimals, which are slow to read.
SUMS: dict[str, Any] = {f"sum_{name}": Cast(Sum(name), BigIntegerField()) for name in NUMBERS}
PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365}
USUAL = "30"
# Longer periods begin with a month, as sums are kept by month for them.
_MONTHS_BACK = {"90": 3, "365": 12}
# So many days are added up one by one at most; a longer period is made of months, and of days to add or to leave out.
_MOST_DAYS = 16
Six = tuple[int, ...]
_NOTHING: Six = (0,) * len(NUMBERS)


@dataclass(frozen=True)
class Numbers:
    """Messages by how they fared. A message fails DMARC only if both alignments fail."""

    both: int = 0
    by_dkim: int = 0
    by_spf: int = 0
    let_in: int = 0
    quarantined: int = 0
    rejected: int = 0

    @property
    def passed(self) -> int:
        """Return how many proved that they came from the domain."""
        return self.both + self.by_dkim + self.by_spf

    @property
    def failed(self) -> int:
        """Return how many didn't."""
        return self.let_in + self.quarantined + self.rejected

    @property
    def stopped(self) -> int:
        """Return how many that failed were put aside or refused."""
        return self.quarantined + self.rejected

    @property
    def total(self) -> int:
        """Return how many there were."""
        return self.passed + self.failed

    @property
    def share(self) -> float:
        """Return the share that passed."""
        return self.passed / self.total if self.total else 0.0

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(*(getattr(self, name) + getattr(other, name) for name in NUMBERS))


def added(numbers: Iterable[Numbers]) -> Numbers:
    """Return the sum of several."""
    total = Numbers()
    for some in numbers:
        total += some
    return total


@dataclass(frozen=True)
class Piece:
    """Rows of sources to add up, or (`sign` -1) to take away again."""

    table: type[MailDay] | type[MailMonth]
    start: date
    end: date
    sign: int = 1


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included."""

    key: str
    start: date
    end: date

    @property
    def words(self) -> str:
        """Return how the period is said in a sentence."""
        match self.key:
            case "7":
                return _("in the last 7 days")
            case "30":
                return _("in the last 30 days")
            case "90":
                return _("in the last three months")
        return _("in the last twelve months")

    @property
    def days(self) -> tuple[date, ...]:
        """Return every day of it."""
        return tuple(self.start + timedelta(days=number) for number in range((self.end - self.start).days + 1))

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return the rows of sources that it is made of, as few as can be. It ends today, so its last month does."""
        if len(self.days) <= _MOST_DAYS:
            return (Piece(MailDay, self.start, self.end),)
        first, day = self.start.replace(day=1), timedelta(days=1)
        if self.start == first:
            return (Piece(MailMonth, first, self.end),)
        if self.start.day <= _MOST_DAYS:
            return Piece(MailMonth, first, self.end), Piece(MailDay, first, self.start - day, -1)
        following = (first + timedelta(days=31)).replace(day=1)
        return Piece(MailMonth, following, self.end), Piece(MailDay, self.start, following - day)


def period_of(said: str | None, today: date) -> Period:
    """Return the period that an address names, or the usual one."""
    key = said if said in PERIODS else USUAL
    if key not in _MONTHS_BACK:
        return Period(key, today - timedelta(days=PERIODS[key] - 1), today)
    months = today.year * 12 + today.month - 1 - _MONTHS_BACK[key]
    return Period(key, date(months // 12, months % 12 + 1, 1), today)


@dataclass(frozen=True)
class Scope:
    """The domains that a page is about: one of the council's, or all of them."""

    domains: tuple[Domain, ...]
    chosen: Domain | None

    @property
    def ids(self) -> list[int]:
        """Return the numbers of the domains to add up."""
        return [self.chosen.pk] if self.chosen else [domain.pk for domain in self.domains]


def scope_of(council: Body, said: str | None) -> Scope:
    """Return the council's verified domains, and the one that an address names."""
    found = Domain.objects.filter(council=council, removed_at__isnull=True, verified_at__isnull=False)
    domains = tuple(found.order_by("name"))
    return Scope(domains, next((domain for domain in domains if said == str(domain.pk)), None))


def read_sums(rows: Iterable[tuple[Any, ...]], keys: int = 1) -> Iterator[tuple[Any, Numbers]]:
    """Yield (key, numbers) of rows that hold keys and then six sums; several keys are a tuple."""
    for row in rows:
        yield (row[0] if keys == 1 else row[:keys]), Numbers(*row[keys:])


def sums_by_source(scope: Scope, period: Period, **which: object) -> dict[int, Six]:
    """Return the six sums of each source that sent in a period, of those which are asked for."""
    found: dict[int, Six] = {}
    for piece in period.pieces:
        rows = piece.table.objects.filter(domain__in=scope.ids, day__range=(piece.start, piece.end), **which)
        change = add if piece.sign > 0 else sub
        for source, *six in rows.order_by().values_list("source_id").annotate(**SUMS):
            found[source] = tuple(map(change, found.get(source, _NOTHING), six))
    return {source: six for source, six in found.items() if any(six)}
