"""Who looks at an assessment from outside, who could be asked, and what could they be shown?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.timezone import localdate

from wardmote.kernel.roles import INSIDE_COUNCIL, Role
from wardmote.register.models import Person
from wardmote.register.public import members_of

from ..models import Assessment, Evidence, EvidenceUse, Review
from .desks import Desk

ASSURERS = frozenset({Role.ASSURER})


@dataclass(frozen=True)
class Piece:
    """One piece of evidence behind this assessment, and the outcomes that it is used for."""

    evidence: Evidence
    outcomes: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the piece as it is offered: its title and what it is used for."""
        return f"{self.evidence.title} ({', '.join(self.outcomes)})"


@dataclass(frozen=True)
class Asking:
    """What the page that asks an assurer offers."""

    review: Review | None
    assurers: tuple[Person, ...]
    pieces: tuple[Piece, ...]

    @property
    def shown(self) -> tuple[int, ...]:
        """Return the pieces that an assurer may see now."""
        return tuple(piece.evidence.pk for piece in self.pieces if piece.evidence.is_shown)


def standing_review(assessment: Assessment) -> Review | None:
    """Return the review that counts: at most one stands at a time."""
    return Review.objects.filter(assessment=assessment, withdrawn_at__isnull=True).select_related("assurer").first()


def asking(desk: Desk) -> Asking:
    """Return who and what is to choose from, in five queries."""
    return Asking(
        review=standing_review(desk.assessment),
        assurers=assurers_of(desk),
        pieces=pieces_of(desk.assessment),
    )


def assurers_of(desk: Desk) -> tuple[Person, ...]:
    """Return those whom the council let in as assurers; nobody who also belongs to it from inside."""
    day = localdate(desk.at)
    inside = set(members_of(desk.council, day, INSIDE_COUNCIL))
    return tuple(person for person in members_of(desk.council, day, ASSURERS) if person not in inside)


def pieces_of(assessment: Assessment) -> tuple[Piece, ...]:
    """Return the evidence that is used in this assessment and wasn't withdrawn, by title."""
    uses = EvidenceUse.objects.filter(assessment=assessment, evidence__withdrawn_at__isnull=True)
    return tuple(_pieces(uses.select_related("evidence").order_by("evidence__title", "evidence", "outcome")))


def _pieces(uses: Iterable[EvidenceUse]) -> Iterator[Piece]:
    pieces: dict[int, Evidence] = {}
    outcomes: dict[int, dict[str, None]] = {}
    for use in uses:
        pieces[use.evidence_id] = use.evidence
        outcomes.setdefault(use.evidence_id, {})[use.outcome] = None
    return (Piece(evidence, tuple(outcomes[pk])) for pk, evidence in pieces.items())
