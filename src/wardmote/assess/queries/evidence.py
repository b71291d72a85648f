"""Which evidence stands behind an outcome, and what else in the library would serve it?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Fit, mappings_of
from wardmote.kernel.denial import missing
from wardmote.kernel.roles import READS_ANSWERS, Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer, bodies_of_own

from ..models import (
    Evidence,
    EvidenceKind,
    EvidenceUse,
    Part,
    Report,
    ReportReasons,
    Review,
    State,
)
from .desks import Desk, standing_reviews

MOST_OFFERED = 6
_MOST_LOOKED_AT = 200
SOON_DAYS = 60


@dataclass(frozen=True)
class Offer:
    """A piece that is in the library already, and why it may serve here."""

    piece: Evidence
    reason: str


def evidence_behind(part: Part, outcome: str, review: Review | None = None) -> tuple[EvidenceUse, ...]:
    """Return what stands behind an outcome (one query); for an assurer, only what the council shows."""
    found = EvidenceUse.objects.filter(part=part, outcome=outcome).select_related("evidence", "used_by")
    if review is not None:
        found = found.filter(evidence__is_shown=True) if review.shows_evidence else found.none()
    return tuple(found)


def evidence_offered(desk: Desk, part: Part, outcome: str) -> tuple[Offer, ...]:
    """Return pieces that stand behind the same elsewhere, or behind what is related, best first (one query)."""
    related = _related(desk, outcome)
    here = EvidenceUse.objects.filter(part=part, outcome=outcome, evidence=OuterRef("evidence"))
    conditions = Q()
    for framework, version, asked in related:
        conditions |= Q(assessment__framework=framework, assessment__version=version, outcome=asked)
    uses = (
        EvidenceUse.objects.filter(conditions, ~Exists(here), council=desk.assessment.council_id)
        .filter(evidence__withdrawn_at__isnull=True)
        .select_related("evidence", "assessment", "part")
        .order_by("-pk")[:_MOST_LOOKED_AT]
    )
    ranked = sorted(uses, key=lambda use: related[_asked(use)])
    best: dict[int, EvidenceUse] = {}
    for use in ranked:
        best.setdefault(use.evidence_id, use)
    return tuple(Offer(use.evidence, _reason(desk, use, related)) for use in list(best.values())[:MOST_OFFERED])


# How near another outcome is: the same, what a mapping links (by fit), or a neighbour of the same principle.
_SAME, _NEIGHBOUR = 0, 4
_NEARNESS = {Fit.SAME: 1, Fit.PART: 2, Fit.RELATED: 3}


def _related(desk: Desk, outcome: str) -> dict[tuple[str, str, str], int]:
    """Return outcomes by (framework, version, outcome) with how near they are to this one."""
    key, version = desk.assessment.framework, desk.assessment.version
    principle = desk.framework.principle_of[outcome]
    found = {(key, version, other.id): _NEIGHBOUR for other in principle.outcomes}
    edition = f"{key}-{version}"
    for mapping in mappings_of(edition):
        is_source = mapping.source == edition
        other = mapping.target if is_source else mapping.source
        framework, _dash, number = other.rpartition("-")
        for pair in mapping.from_source(outcome) if is_source else mapping.from_target(outcome):
            place = (framework, number, pair.target if is_source else pair.source)
            found[place] = min(found.get(place, _NEIGHBOUR), _NEARNESS[pair.fit])
    found[key, version, outcome] = _SAME
    return found


def _asked(use: EvidenceUse) -> tuple[str, str, str]:
    return use.assessment.framework, use.assessment.version, use.outcome


def _reason(desk: Desk, use: EvidenceUse, related: dict[tuple[str, str, str], int]) -> str:
    facts = {"outcome": use.outcome, "part": use.part.name, "assessment": use.assessment.title}
    nearness = related[_asked(use)]
    if nearness == _SAME and use.assessment_id == desk.assessment.pk:
        return _("It stands behind the same outcome for %(part)s.") % facts
    if nearness == _SAME:
        return _("It stands behind the same outcome in “%(assessment)s”.") % facts
    if nearness == _NEIGHBOUR:
        return _("It stands behind %(outcome)s, which belongs to the same principle.") % facts
    if nearness == _NEARNESS[Fit.RELATED]:
        return _("It stands behind %(outcome)s in “%(assessment)s”, which is related to this outcome.") % facts
    return _("It stands behind %(outcome)s in “%(assessment)s”, which asks for the same or a part of it.") % facts


def evidence_of(council: Body, piece: int) -> Evidence:
    """Return one piece of a council's library; missing where there is none."""
    found = Evidence.objects.select_related("council", "added_by").filter(council=council, pk=piece).first()
    if found is None:
        raise missing("piece of evidence")
    return found


def uses_of(piece: Evidence) -> tuple[EvidenceUse, ...]:
    """Return where a piece stands, newest first."""
    found = EvidenceUse.objects.filter(evidence=piece).select_related("assessment", "part", "used_by")
    return tuple(found.order_by("-used_at", "-pk"))


def evidence_file(viewer: Viewer, code: str, piece: int, day: date) -> tuple[Evidence, bool]:
    """Return a piece with a file that the person may download, and whether they look from outside; else missing.

    An assurer may where the council shows evidence to the review, shows this piece, and uses it there.
    """
    pieces = Evidence.objects.select_related("council").filter(
        pk=piece, council__code=code, kind=EvidenceKind.FILE, size__gt=0
    )
    if viewer.holds(READS_ANSWERS):
        own = bodies_of_own(viewer.person, day, READS_ANSWERS).filter(pk=OuterRef("council"))
        found = pieces.filter(Exists(own)).first()
        if found:
            return found, False
    if viewer.holds(frozenset({Role.ASSURER})):
        found = pieces.filter(_is_shown_to(viewer, day), is_shown=True, withdrawn_at__isnull=True).first()
        if found:
            return found, True
    raise missing("file")


def _is_shown_to(viewer: Viewer, day: date) -> Any:
    # Files are an assurer's only while they work: later ticks are meant for whoever looks then.
    at_work = [State.REVIEW, State.RESPONSE]
    reviews = standing_reviews(viewer.person, day).filter(
        shows_evidence=True, assessment=OuterRef("assessment"), assessment__state__in=at_work
    )
    return Exists(EvidenceUse.objects.filter(Exists(reviews), evidence=OuterRef("pk")))


def is_frozen(piece: Evidence) -> bool:
    """Say whether a frozen report rests on a piece: it stands in the report's assessment, or the report names it."""
    reported = Report.objects.filter(assessment=OuterRef("assessment"))
    if EvidenceUse.objects.filter(Exists(reported), evidence=piece).exists():
        return True
    later = ReportReasons.objects.filter(council_id=piece.council_id, report__made_at__gte=piece.added_at)
    return any(_names(content, piece) for content in later.values_list("content", flat=True).iterator())


def _names(content: Any, piece: Evidence) -> bool:
    """Say whether a report's words list a piece under `evidence`: entries start with its title, or hold its number."""
    if isinstance(content, list):
        return any(_names(entry, piece) for entry in content)
    if not isinstance(content, dict):
        return False
    listed = content.get("evidence")
    entries = [entry for entry in listed if isinstance(entry, list)] if isinstance(listed, list) else []
    if any(entry[:1] == [piece.title] or piece.pk in entry[2:] for entry in entries):
        return True
    return any(_names(entry, piece) for entry in content.values())


def expires_by(pieces: QuerySet[Evidence], day: date) -> QuerySet[Evidence]:
    """Narrow to pieces in use that have expired by this day or will within two months."""
    latest = date.fromordinal(day.toordinal() + SOON_DAYS)
    return pieces.filter(withdrawn_at__isnull=True, expires_on__lte=latest)
