"""What does the council's newest assessment already say that bears on a question of the stocktake?"""

from typing import NamedTuple

from wardmote.engines.frameworks import Question, Status
from wardmote.register.models import Body

from ..models import OutcomeAnswer, State


class Assessed(NamedTuple):
    """An outcome as answered, weakest part first where several systems have it."""

    outcome: str
    status: Status
    justification: str
    assessment: int
    position: int


def assessed_beside(council: Body, question: Question, caf_version: str) -> tuple[Assessed, ...]:
    """Return the newest answer to each outcome that the question bears on, to start from (one query)."""
    rows = (
        OutcomeAnswer.objects.filter(
            council=council,
            assessment__framework="caf",
            assessment__version=caf_version,
            outcome__in=question.caf,
            status__isnull=False,
        )
        .exclude(assessment__state=State.WITHDRAWN)
        .order_by("outcome", "-assessment__opened_at", "-assessment_id")
        .values_list("outcome", "status", "justification", "assessment_id", "part__position")
    )
    newest: dict[str, Assessed] = {}
    for row in rows:
        found = Assessed(row[0], Status(str(row[1])), *row[2:])
        kept = newest.setdefault(found.outcome, found)
        if found.assessment == kept.assessment and found.status.step < kept.status.step:
            newest[found.outcome] = found
    return tuple(newest.values())
