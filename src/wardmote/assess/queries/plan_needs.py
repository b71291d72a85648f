"""Which lines of our improvement plans are due soon, or should be done by now?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import Viewer, name_of

from ..models import LineState, PlanLine, State
from .desks import own_assessments

SOON = timedelta(days=14)


@dataclass(frozen=True)
class PlanNeed:
    """What one assessment's plan asks for now: its lines that are overdue or due within 14 days, nearest first."""

    code: str
    name: str
    assessment: int
    lines: tuple[PlanLine, ...]
    day: date

    @property
    def first_due(self) -> date:
        """Return the nearest due date."""
        return min(line.due_on for line in self.lines if line.due_on)

    @property
    def overdue(self) -> int:
        """Return how many lines should be done by now."""
        return sum(1 for line in self.lines if line.due_on and line.due_on < self.day)


def plan_needs(viewer: Viewer, at: datetime) -> tuple[PlanNeed, ...]:
    """Return what the plans of the person's own councils ask for, the nearest first.

    One query for all of them, and one for each council's name. Plans of assessments that were given up ask nothing.
    """
    if not viewer.holds(READS_ANSWERS):
        return ()
    own = own_assessments(viewer.person, localdate(at)).exclude(state=State.WITHDRAWN)
    lines = (
        PlanLine.objects.filter(plan__assessment__in=own, due_on__lte=localdate(at + SOON))
        .exclude(state__in=[LineState.DONE, LineState.DROPPED])
        .select_related("part", "plan__assessment__council")
        .order_by("due_on", "pk")
    )
    grouped: dict[int, list[PlanLine]] = {}
    for line in lines:
        grouped.setdefault(line.plan.assessment_id, []).append(line)
    return tuple(_need(found, localdate(at)) for found in grouped.values())


def _need(lines: list[PlanLine], day: date) -> PlanNeed:
    assessment = lines[0].plan.assessment
    return PlanNeed(assessment.council.code, name_of(assessment.council), assessment.pk, tuple(lines), day)
