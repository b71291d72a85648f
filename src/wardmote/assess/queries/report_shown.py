"""Which report of an assessment may this person read, and with how much behind it? Looked up and checked in one step.

Those who belong to the council read its reports, and the reasons where their role reads answers. Its assurer reads
what the council chose to show. Others read as much as the council shares; nobody else knows that it is there.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import REASONS, RESULTS, Viewer, bodies_of_own, bodies_shown_to

from ..models import Assessment, Evidence, Report, ReportReasons, Review, State
from .desks import own_assessments, standing_reviews
from .report_content import Json, draw_up

DRAFT = 0
# An assurer who was asked early sees the scope; the reports are theirs from the hand-over on.
_HANDED_OVER = (State.REVIEW, State.RESPONSE, State.ASSURED)


class Standing(Enum):
    """From where the person looks."""

    INSIDE = "inside"
    ASSURER = "assurer"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Access:
    """From where a person looks at a council's reports, and whether the reasons are theirs to read."""

    standing: Standing
    council: Body
    reads_reasons: bool
    review: Review | None = None

    @property
    def reads_answers(self) -> bool:
        """Say whether the person reads the council's answers while they are being worked on."""
        return self.standing is Standing.INSIDE and self.reads_reasons


@dataclass(frozen=True)
class Version:
    """One frozen report in the list of all."""

    number: int
    kind: str
    made_at: datetime


@dataclass(frozen=True)
class Shown:
    """One report, or a draft where `report` is None. `reasons` is None where they aren't the reader's."""

    access: Access
    assessment: int
    report: Report | None
    versions: tuple[Version, ...]
    content: Json
    reasons: Json | None

    @property
    def council(self) -> Body:
        """Return the council that assessed itself."""
        return self.access.council

    @property
    def is_draft(self) -> bool:
        """Say whether these are answers as they stand, which nobody has approved."""
        return self.report is None


def find_shown(viewer: Viewer, code: str, number: int, at: datetime, version: int | None = None) -> Shown:
    """Return a version of the report: the newest unless one is named, and `DRAFT` for the answers as they stand.

    Where nothing is approved yet, those who read the council's answers get the draft.
    """
    access = find_access(viewer, code, number, localdate(at))
    if version == DRAFT:
        return _draft(access, viewer, number, localdate(at), ())
    versions = _versions(access, number)
    wanted = version or max((v.number for v in versions), default=None)
    if wanted is None:
        return _draft(access, viewer, number, localdate(at), versions)
    report = Report.objects.filter(council=access.council, assessment=number, number=wanted).first()
    if report is None:
        raise missing("report")
    return Shown(access, number, report, versions, report.content, _reasons(access, report))


def find_access(viewer: Viewer, code: str, number: int, day: date) -> Access:
    """Return from where the person may look at this council's reports; to everybody else they aren't there."""
    access = _from_inside(viewer, code, day) or _as_assurer(viewer, code, number, day)
    access = access or _from_outside(viewer, code, day)
    if access is None:
        raise missing("report")
    return access


def _from_inside(viewer: Viewer, code: str, day: date) -> Access | None:
    if not viewer.holds(INSIDE_COUNCIL):
        return None
    direct = {s.role for s in viewer.held(INSIDE_COUNCIL) if s.code == code}
    if direct:
        return Access(Standing.INSIDE, Body.objects.get(code=code), bool(direct & READS_ANSWERS))
    council = bodies_of_own(viewer.person, day, INSIDE_COUNCIL).filter(code=code).first()
    if council is None:
        return None
    reads = bodies_of_own(viewer.person, day, READS_ANSWERS).filter(pk=council.pk).exists()
    return Access(Standing.INSIDE, council, reads)


def _as_assurer(viewer: Viewer, code: str, number: int, day: date) -> Access | None:
    if not viewer.holds(frozenset({Role.ASSURER})):
        return None
    reviews = standing_reviews(viewer.person, day).select_related("council")
    review = reviews.filter(assessment=number, council__code=code, assessment__state__in=_HANDED_OVER).first()
    return Access(Standing.ASSURER, review.council, review.shows_reasons, review) if review else None


def _from_outside(viewer: Viewer, code: str, day: date) -> Access | None:
    council = bodies_shown_to(viewer.person, day, RESULTS).filter(code=code).first()
    if council is None:
        return None
    reads = bodies_shown_to(viewer.person, day, REASONS).filter(pk=council.pk).exists()
    return Access(Standing.OUTSIDE, council, reads)


def _versions(access: Access, number: int) -> tuple[Version, ...]:
    reports = Report.objects.filter(council=access.council, assessment=number).order_by("-number")
    return tuple(Version(*row) for row in reports.values_list("number", "kind", "made_at"))


def _draft(access: Access, viewer: Viewer, number: int, day: date, versions: tuple[Version, ...]) -> Shown:
    if access.standing is Standing.INSIDE and not access.reads_reasons:
        raise Denied(
            _("Nothing has been approved yet. You can read the result once the council approves it."), "missing"
        )
    if not access.reads_answers:
        raise missing("report")
    found = own_assessments(viewer.person, day).select_related("council", "window")
    assessment: Assessment | None = found.filter(pk=number, council=access.council).first()
    if assessment is None:
        raise missing("assessment")
    drawn = draw_up(assessment)
    return Shown(access, number, None, versions, drawn.content, drawn.reasons)


def _reasons(access: Access, report: Report) -> Json | None:
    if not access.reads_reasons:
        return None
    kept = ReportReasons.objects.filter(report=report).first()
    if kept is None:
        return None
    if access.standing is Standing.INSIDE:
        return dict(kept.content)
    # Evidence is part of no level of sharing: an assurer sees the pieces shown to them, everybody else none.
    shown = _shown_to_assurer(access.review)
    return {**kept.content, "outcomes": [_for_assurer(words, shown) for words in kept.content["outcomes"]]}


def _shown_to_assurer(review: Review | None) -> frozenset[int]:
    """Return the pieces that the council shows now: it chooses when it asks, after the report is frozen."""
    if review is None or not review.shows_evidence:
        return frozenset()
    pieces = Evidence.objects.filter(uses__assessment=review.assessment_id, is_shown=True, withdrawn_at__isnull=True)
    return frozenset(pieces.values_list("pk", flat=True))


def _for_assurer(words: dict[str, Any], shown: frozenset[int]) -> dict[str, Any]:
    """Leave out the evidence that the council keeps from its assurer."""
    pieces = words.get("evidence", [])
    evidence = [[title, True] for title, _was_shown, *piece in pieces if piece and piece[0] in shown]
    return {**words, "evidence": evidence}
