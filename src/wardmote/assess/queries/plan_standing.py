"""Where does each outcome of each part stand against its target, as far as anybody has said?"""

from dataclasses import dataclass

from django.db.models import QuerySet

from wardmote.engines.frameworks import Outcome, Profile, Status

from ..models import OutcomeAnswer, Part, ReviewFinding
from .desks import Desk

Place = tuple[int, str]


@dataclass(frozen=True)
class Stand:
    """One outcome of one part. `status` is None where nobody has said; `target` is None where none is set."""

    part: Part
    outcome: Outcome
    status: Status | None
    target: Status | None
    to_improve: str = ""

    @property
    def is_below(self) -> bool:
        """Say whether the status is known and below the target."""
        return self.status is not None and self.target is not None and self.status.step < self.target.step

    @property
    def is_unanswered(self) -> bool:
        """Say whether there is a target, and nobody has said where the outcome stands."""
        return self.status is None and self.target is not None


def stands_of(desk: Desk) -> tuple[Stand, ...]:
    """Return every outcome of every part in order (two queries).

    Where an assurer has finished the review, the assurer's status is what counts; else the council's own.
    """
    statuses = _statuses(desk)
    findings = _findings(desk)
    return tuple(
        _stand(desk, part, outcome, statuses.get((part.pk, outcome.id)), findings.get((part.pk, outcome.id)))
        for part in desk.parts
        for outcome in desk.outcomes_of(part)
    )


def stand_of(desk: Desk, part: Part, outcome: Outcome) -> Stand:
    """Return one outcome of one part (two queries)."""
    answer = OutcomeAnswer.objects.filter(part=part, outcome=outcome.id).values_list("status", flat=True).first()
    finding = _finished(desk).filter(part=part, outcome=outcome.id).first()
    return _stand(desk, part, outcome, answer, finding)


def target_of(outcome: Outcome, profile: Profile | None) -> Status | None:
    """Return the lowest level of the outcome that is enough: the profile's, or achieved where there is no profile."""
    least = Status.ACHIEVED if profile is None else profile.minimum.get(outcome.id)
    if least is None:
        return None
    return next((level for level in outcome.levels if level.step >= least.step), None)


def _stand(desk: Desk, part: Part, outcome: Outcome, own: str | None, finding: ReviewFinding | None) -> Stand:
    said = finding.status if finding else own
    return Stand(
        part,
        outcome,
        Status(said) if said else None,
        target_of(outcome, desk.profile),
        finding.to_improve if finding else "",
    )


def _statuses(desk: Desk) -> dict[Place, str | None]:
    rows = desk.assessment.answers.values_list("part_id", "outcome", "status")
    return {(part, outcome): status for part, outcome, status in rows}


def _findings(desk: Desk) -> dict[Place, ReviewFinding]:
    return {(finding.part_id, finding.outcome): finding for finding in _finished(desk)}


def _finished(desk: Desk) -> QuerySet[ReviewFinding]:
    return ReviewFinding.objects.filter(
        assessment=desk.assessment, review__withdrawn_at__isnull=True, review__finished_at__isnull=False
    )
