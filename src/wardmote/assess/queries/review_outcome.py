"""What do the council and the assurer say of one outcome, side by side, as far as this reader may see?"""

from dataclasses import dataclass

from wardmote.engines.frameworks import Outcome, Reply, Statement, Status

from ..models import Confidence, Evidence, OutcomeAnswer, Part, Review, ReviewFinding
from .desks import Desk
from .outcome_page import Target, replies_in, status_in, target_of


@dataclass(frozen=True)
class Said:
    """One official statement and what the council says of it. Without a reply, it isn't true."""

    statement: Statement
    reply: Reply | None
    alternative: str

    @property
    def is_true(self) -> bool:
        """Say whether the statement is true as written."""
        return self.reply is Reply.TRUE

    @property
    def is_alternative(self) -> bool:
        """Say whether another control stands for it."""
        return self.reply is Reply.ALTERNATIVE


@dataclass(frozen=True)
class CouncilSide:
    """What the council shows of its answer. What it doesn't show isn't here at all."""

    status: Status | None
    confidence: str
    statements: tuple[tuple[Status, tuple[Said, ...]], ...]
    shows_reasons: bool
    justification: str
    shows_evidence: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Sides:
    """One outcome of one part with both sides and the target."""

    part: Part
    outcome: Outcome
    council: CouncilSide
    finding: ReviewFinding | None
    target: Target | None

    @property
    def edition(self) -> int:
        """Return the edition that a form is made from: 0 before the first finding."""
        return self.finding.edition if self.finding else 0


def outcome_in_review(desk: Desk, review: Review, part: Part, outcome: str) -> Sides:
    """Return both sides (three queries): an assurer gets what the council shows, its own people everything."""
    asked = desk.outcome(part, outcome)
    answer = OutcomeAnswer.objects.filter(part=part, outcome=outcome).first()
    finding = ReviewFinding.objects.filter(review=review, part=part, outcome=outcome)
    return Sides(
        part=part,
        outcome=asked,
        council=_council_side(desk, review, part, asked, answer),
        finding=finding.select_related("responded_by").first(),
        target=target_of(desk, outcome, status_in(answer)),
    )


def _council_side(desk: Desk, review: Review, part: Part, asked: Outcome, answer: OutcomeAnswer | None) -> CouncilSide:
    shows_reasons = review.shows_reasons or not desk.is_assurer
    shows_evidence = review.shows_evidence or not desk.is_assurer
    return CouncilSide(
        status=status_in(answer),
        confidence=str(Confidence(answer.confidence).label) if answer and answer.confidence else "",
        statements=_statements(asked, answer),
        shows_reasons=shows_reasons,
        justification=answer.justification if answer and shows_reasons else "",
        shows_evidence=shows_evidence,
        evidence=_evidence(desk, part, asked.id) if shows_evidence else (),
    )


def _statements(asked: Outcome, answer: OutcomeAnswer | None) -> tuple[tuple[Status, tuple[Said, ...]], ...]:
    """Return the statements by level, best first."""
    replies = replies_in(answer)
    alternatives = answer.alternatives if answer else {}
    levels = [(level, asked.statements_at(level)) for level in reversed(Status)]
    return tuple(
        (level, tuple(Said(found, replies.get(found.id), alternatives.get(found.id, "")) for found in statements))
        for level, statements in levels
        if statements
    )


def _evidence(desk: Desk, part: Part, outcome: str) -> tuple[Evidence, ...]:
    used = Evidence.objects.filter(uses__part=part, uses__outcome=outcome, withdrawn_at__isnull=True)
    return tuple(used.filter(is_shown=True) if desk.is_assurer else used)
