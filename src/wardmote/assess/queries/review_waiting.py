"""Which councils wait for this person's review?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from wardmote.engines.frameworks import load_outline
from wardmote.kernel.roles import Role
from wardmote.register.models import BodyRecord
from wardmote.register.public import Viewer

from ..models import Part, Review, ReviewFinding, State
from .desks import standing_reviews

MOST_WAITING = 20


@dataclass(frozen=True)
class WaitingReview:
    """One assessment that lies with this assurer."""

    code: str
    council: str
    number: int
    title: str
    due_on: date | None
    done: int
    total: int

    @property
    def left(self) -> int:
        """Return how many outcomes have no finding yet."""
        return max(self.total - self.done, 0)


def reviews_waiting(viewer: Viewer, at: datetime) -> list[WaitingReview]:
    """Return the assessments that are with this assurer now, the most urgent first, in one query."""
    if not viewer.holds(frozenset({Role.ASSURER})):
        return []
    return [
        WaitingReview(code, name or code, number, title, due, done, _total(framework, version, parts))
        for code, name, number, title, due, framework, version, parts, done in _rows(viewer, localdate(at))
    ]


def _rows(viewer: Viewer, day: date) -> QuerySet[Review, tuple[str, str, int, str, date | None, str, str, int, int]]:
    current = BodyRecord.objects.filter(body=OuterRef("council"), valid_to__isnull=True)
    parts = Part.objects.filter(assessment=OuterRef("assessment")).order_by().values("assessment")
    findings = ReviewFinding.objects.filter(review=OuterRef("pk")).order_by().values("review")
    return (
        standing_reviews(viewer.person, day)
        .filter(assessment__state=State.REVIEW)
        .annotate(
            name=Subquery(current.values("short_name")[:1]),
            parts=Coalesce(Subquery(parts.values(n=Count("pk")), output_field=IntegerField()), 0),
            done=Coalesce(Subquery(findings.values(n=Count("pk")), output_field=IntegerField()), 0),
        )
        .order_by(F("due_on").asc(nulls_last=True), "pk")
        .values_list(
            "council__code",
            "name",
            "assessment_id",
            "assessment__title",
            "due_on",
            "assessment__framework",
            "assessment__version",
            "parts",
            "done",
        )[:MOST_WAITING]
    )


def _total(framework: str, version: str, parts: int) -> int:
    outline = load_outline(framework, version)
    once = sum(len(o.outcomes) for o in outline.objectives if not o.is_per_system)
    each = sum(len(o.outcomes) for o in outline.objectives if o.is_per_system)
    return once + each * max(parts - 1, 0)
