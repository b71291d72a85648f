"""Which is the newest night, and how far is it?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from ..models import Round, Visit, VisitState


@dataclass(frozen=True)
class NightProgress:
    """A night in numbers. `missed` were planned and never looked at; `dropped` weren't the council's any more."""

    day: date
    begun_at: datetime
    finished_at: datetime | None
    planned: int
    done: int
    dropped: int
    waiting: int

    @property
    def missed(self) -> int:
        """Return how many domains a night that is over didn't get to."""
        return self.planned - self.done - self.dropped - self.waiting


def newest_round() -> Round | None:
    """Return the newest night, finished or not."""
    return Round.objects.order_by("-day").first()


def progress_of(night: Round) -> NightProgress:
    """Return how far a night is, in one query."""
    counts = Visit.objects.filter(round=night).aggregate(
        done=Count("pk", filter=Q(state=VisitState.DONE)),
        dropped=Count("pk", filter=Q(state=VisitState.DROPPED)),
        waiting=Count("pk", filter=Q(state=VisitState.WAITING)),
    )
    return NightProgress(night.day, night.begun_at, night.finished_at, night.planned, **counts)
