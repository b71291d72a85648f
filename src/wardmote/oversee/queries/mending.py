"""How long does it take the councils that share results to mend what was found, by how grave it is?"""

from dataclasses import dataclass
from datetime import date

from wardmote.engines.checks.verdicts import Severity
from wardmote.watch.models import TimeToMend

from ..suppression import LEAST


@dataclass(frozen=True)
class Mending:
    """The median of days from finding to fix over councils; None where it could point at fewer than five."""

    severity: Severity
    councils: int | None
    days: int | None


def mending_on(day: date, *, demonstration: bool) -> tuple[Mending, ...]:
    """Return the times that were counted in the newest night up to a day, the gravest first: one query."""
    counted = TimeToMend.objects.filter(is_demonstration=demonstration)
    newest = counted.filter(day__lte=day).order_by("-day").values("day")[:1]
    return tuple(_safe(row) for row in counted.filter(day=newest).order_by("-severity"))


def _safe(row: TimeToMend) -> Mending:
    severity = Severity(row.severity)
    if row.councils < LEAST:
        return Mending(severity, None, None)
    return Mending(severity, row.councils, round(row.days))
