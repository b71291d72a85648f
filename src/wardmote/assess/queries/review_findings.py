"""What has the assurer found for each outcome, beside what the council says, and what is left to do?"""

from collections.abc import Mapping
from dataclasses import dataclass

from wardmote.engines.frameworks import Objective, Outcome, Status

from ..models import Assessment, OutcomeAnswer, Part, Review, ReviewFinding, Stance
from .desks import Desk
from .review_asked import standing_review

Place = tuple[int, str]


@dataclass(frozen=True)
class Found:
    """One outcome of one part: the council's status beside the assurer's."""

    part: Part
    outcome: Outcome
    council: Status | None
    finding: ReviewFinding | None

    @property
    def assurer(self) -> Status | None:
        """Return the assurer's status, None before there is a finding."""
        return Status(self.finding.status) if self.finding else None

    @property
    def is_found(self) -> bool:
        """Say whether the assurer has looked."""
        return self.finding is not None

    @property
    def differs(self) -> bool:
        """Say whether the assurer sees another status than the council."""
        return self.finding is not None and self.assurer != self.council

    @property
    def needs_answer(self) -> bool:
        """Say whether the council has to answer: another status, or something to improve."""
        return self.finding is not None and (self.differs or bool(self.finding.to_improve))

    @property
    def is_answered(self) -> bool:
        """Say whether the council has said that it agrees or sees it differently."""
        return bool(self.finding and self.finding.stance)

    @property
    def is_left(self) -> bool:
        """Say whether the council still owes an answer."""
        return self.needs_answer and not self.is_answered

    @property
    def is_disputed(self) -> bool:
        """Say whether the council sees it differently."""
        return self.finding is not None and self.finding.stance == Stance.DISPUTED


@dataclass(frozen=True)
class Group:
    """One objective of one part, with its outcomes in order."""

    part: Part
    objective: Objective
    lines: tuple[Found, ...]

    @property
    def done(self) -> int:
        """Return how many outcomes the assurer has looked at."""
        return sum(line.is_found for line in self.lines)


@dataclass(frozen=True)
class Findings:
    """A whole review by part and objective."""

    review: Review
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Found, ...]:
        """Return every outcome of every part, in order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def total(self) -> int:
        """Return how many outcomes there are to look at."""
        return len(self.lines)

    @property
    def done(self) -> int:
        """Return how many the assurer has looked at."""
        return sum(group.done for group in self.groups)

    @property
    def to_find(self) -> tuple[Found, ...]:
        """Return what the assurer has still to look at."""
        return tuple(line for line in self.lines if not line.is_found)

    @property
    def unanswered(self) -> tuple[Found, ...]:
        """Return the findings that the council still has to answer."""
        return tuple(line for line in self.lines if line.is_left)

    @property
    def disputed(self) -> tuple[Found, ...]:
        """Return the findings that the council sees differently."""
        return tuple(line for line in self.lines if line.is_disputed)

    @property
    def differing(self) -> int:
        """Return how often the assurer sees another status than the council."""
        return sum(line.differs for line in self.lines)

    def after(self, part: Part, outcome: str, left: tuple[Found, ...]) -> Found | None:
        """Return what is next of `left` after this outcome, and from the start again at the end."""
        order = [(line.part.pk, line.outcome.id) for line in self.lines]
        here = order.index((part.pk, outcome))
        others = [line for line in left if (line.part.pk, line.outcome.id) != (part.pk, outcome)]
        later = [line for line in others if order.index((line.part.pk, line.outcome.id)) > here]
        return next(iter(later or others), None)


def findings_of(desk: Desk, review: Review) -> Findings:
    """Return the whole review, in two queries besides the desk's own."""
    answers = _answers(desk.assessment)
    found = {(f.part_id, f.outcome): f for f in ReviewFinding.objects.filter(review=review)}
    return Findings(review, tuple(_groups(desk, answers, found)))


def findings_before(desk: Desk) -> Findings | None:
    """Return the standing review in front of the council, None where nobody is asked."""
    review = standing_review(desk.assessment)
    return findings_of(desk, review) if review else None


def _answers(assessment: Assessment) -> dict[Place, Status]:
    said = OutcomeAnswer.objects.filter(assessment=assessment, status__isnull=False)
    rows = said.values_list("part_id", "outcome", "status")
    return {(part, outcome): Status(status) for part, outcome, status in rows if status}


def _groups(desk: Desk, answers: Mapping[Place, Status], found: Mapping[Place, ReviewFinding]) -> list[Group]:
    groups = []
    for part in desk.parts:
        for objective in desk.framework.objectives:
            if objective.is_per_system != (part.position > 0):
                continue
            lines = tuple(
                Found(
                    part,
                    outcome,
                    answers.get((part.pk, outcome.id)),
                    found.get((part.pk, outcome.id)),
                )
                for outcome in objective.outcomes
            )
            groups.append(Group(part, objective, lines))
    return groups
