"""Which submitted assessments are shared with this person? By council or by date, never by result. One query."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from wardmote.assess.models import Report
from wardmote.kernel.prepared import ANOTHER_DAY, ANY_DAY, ANYBODY, Prepared

from .shared_reports import Shape, reports_shown

PAGE, MOST_PAGES, MOST_ROWS = 250, 40, 10_000
ORDERS = {"council": ("council__records__name", "-made_at", "pk"), "date": ("-made_at", "council__records__name", "pk")}


class Listed(NamedTuple):
    """One report as a row of the list shows it."""

    code: str
    name: str
    region: str
    kind: str
    framework: str
    version: str
    report_kind: str
    made_on: date
    met: int
    total: int
    assessment: int


@dataclass(frozen=True)
class Page:
    """One page of the list; `number` counts from 1."""

    rows: tuple[Listed, ...]
    number: int
    has_next: bool


def reports_page(shape: Shape, order: str, number: int, *, person: int, day: date, today: date) -> Page:
    """Return one page of the reports of this shape."""
    number = min(max(number, 1), MOST_PAGES)
    found = _REPORTS.rows(shape, order, number, person=person, day=day, today=today)
    return Page(tuple(Listed._make(row) for row in found[:PAGE]), number, len(found) > PAGE)


def all_reports(shape: Shape, order: str, *, person: int, day: date, today: date) -> tuple[Listed, ...]:
    """Return every row of the list, for a file."""
    found = _REPORTS.rows(shape, order, 0, person=person, day=day, today=today)
    return tuple(Listed._make(row) for row in found)


def _reports(
    shape: Shape, order: str, number: int, *, person: int, day: date, today: date
) -> QuerySet[Report, tuple[Any, ...]]:
    start = (number - 1) * PAGE
    part = slice(start, start + PAGE + 1) if number else slice(MOST_ROWS)
    found = reports_shown(shape, person=person, day=day, today=today).order_by(*ORDERS[order])
    return found.values_list(
        "council__code",
        "council__records__name",
        "council__records__region",
        "council__kind",
        "framework",
        "version",
        "kind",
        "made_on",
        "outcomes_met",
        "outcomes_total",
        "assessment_id",
    )[part]


_REPORTS = Prepared(_reports, person=ANYBODY, day=ANY_DAY, today=ANOTHER_DAY)
