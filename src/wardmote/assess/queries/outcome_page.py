"""What does a person need beside one outcome to answer it?"""

from dataclasses import dataclass

from wardmote.engines.frameworks import Outcome, Reply, Status

from ..models import Assignment, Comment, KnownFact, OutcomeAnswer, Part, ReviewFinding, State
from .desks import Desk


@dataclass(frozen=True)
class Target:
    """What the profile asks of the outcome, and whether the present answer is there."""

    minimum: Status
    is_met: bool | None


@dataclass(frozen=True)
class Elsewhere:
    """The same outcome as answered for another critical system, to start from."""

    position: int
    name: str
    status: Status | None


@dataclass(frozen=True)
class OutcomePage:
    """One outcome of one part with everything that bears on it."""

    part: Part
    outcome: Outcome
    answer: OutcomeAnswer | None
    target: Target | None
    assignment: Assignment | None
    comments: tuple[Comment, ...]
    facts: tuple[KnownFact, ...]
    finding: ReviewFinding | None
    elsewhere: tuple[Elsewhere, ...]

    @property
    def status(self) -> Status | None:
        """Return the present status, None where nothing is said."""
        return status_in(self.answer)

    @property
    def edition(self) -> int:
        """Return the edition that a form is made from: 0 before the first answer."""
        return self.answer.edition if self.answer else 0


def status_in(answer: OutcomeAnswer | None) -> Status | None:
    """Return an answer's status as the engine knows it."""
    return Status(answer.status) if answer and answer.status else None


def replies_in(answer: OutcomeAnswer | None) -> dict[str, Reply]:
    """Return an answer's replies as the engine knows them."""
    return {statement: Reply(reply) for statement, reply in answer.replies.items()} if answer else {}


def outcome_page(desk: Desk, part: Part, outcome: str) -> OutcomePage:
    """Return the page of an outcome for the council's own people (five queries)."""
    asked = desk.outcome(part, outcome)
    answers = list(
        OutcomeAnswer.objects.filter(assessment=desk.assessment, outcome=outcome).select_related("answered_by")
    )
    mine = next((answer for answer in answers if answer.part_id == part.pk), None)
    others = {answer.part_id: answer for answer in answers if answer.part_id != part.pk}
    return OutcomePage(
        part=part,
        outcome=asked,
        answer=mine,
        target=target_of(desk, outcome, status_in(mine)),
        assignment=Assignment.objects.filter(part=part, outcome=outcome).select_related("person").first(),
        comments=tuple(Comment.objects.filter(part=part, outcome=outcome).select_related("by")),
        facts=known_facts(desk, outcome),
        finding=_finding(desk, part, outcome),
        elsewhere=tuple(
            Elsewhere(other.position, other.name, status_in(others[other.pk]))
            for other in desk.parts
            if other.pk in others
        ),
    )


def target_of(desk: Desk, outcome: str, status: Status | None) -> Target | None:
    """Return what the profile asks for, None where the assessment has no target."""
    if desk.profile is None:
        return None
    minimum = desk.profile.minimum.get(outcome, Status.NOT_ACHIEVED)
    return Target(minimum, desk.profile.is_met(outcome, status) if status else None)


def known_facts(desk: Desk, outcome: str) -> tuple[KnownFact, ...]:
    """Return what Wardmote itself knows that bears on the outcome, in this version of the framework."""
    a = desk.assessment
    found = KnownFact.objects.filter(council_id=a.council_id, framework=a.framework, version=a.version, outcome=outcome)
    return tuple(found)


def _finding(desk: Desk, part: Part, outcome: str) -> ReviewFinding | None:
    # What an assurer writes down before the review is finished is theirs alone.
    if desk.assessment.state not in (State.RESPONSE, State.ASSURED):
        return None
    return ReviewFinding.objects.filter(part=part, outcome=outcome, review__withdrawn_at__isnull=True).first()
