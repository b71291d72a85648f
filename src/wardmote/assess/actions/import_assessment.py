"""One of the council's people brings answers in from a file that they have seen the differences of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied

from .. import policies_of_assessments as policies
from ..queries.desks import Desk
from .save_outcome import Given, save_outcome


@dataclass(frozen=True)
class Incoming:
    """One row of a file: of which part and outcome, what it says, and the edition that it was compared with."""

    position: int
    outcome: str
    edition: int
    given: Given


@dataclass(frozen=True)
class Imported:
    """How many rows were saved, and which were left alone, each with the reason."""

    saved: int
    left_alone: tuple[tuple[str, str], ...]


def import_assessment(*, by: Desk, rows: Sequence[Incoming], at: datetime) -> Imported:
    """Save each row as if it had been typed; one that a colleague changed meanwhile is left alone and named."""
    policies.check_can_change_answers(by)
    if not rows:
        raise Denied(_("The file changes nothing."))
    left: list[tuple[str, str]] = []
    with transaction.atomic():
        for row in rows:
            part = by.part(row.position)
            try:
                save_outcome(by=by, part=part, outcome=row.outcome, given=row.given, edition=row.edition, at=at)
            except Denied as refusal:
                left.append((f"{row.outcome}, {part.name}", refusal.sentence))
        saved = len(rows) - len(left)
        audit.record(
            by=by.viewer.person.pk,
            body=by.assessment.council_id,
            action="assessment.imported",
            subject=f"assessment:{by.assessment.pk}",
            at=at,
            after={"saved": saved, "left": len(left)},
        )
    return Imported(saved, tuple(left))
