"""What does a whole assessment say, free of any file format and of the database?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wardmote.engines.frameworks.outcomes import OutcomeFramework, Status
from wardmote.engines.frameworks.standing import Reply

ORGANISATION = "organisation"


@dataclass(frozen=True)
class OutcomeRecord:
    """What one part of the council says of one outcome.

    `alternatives` describes the controls that stand for statements, by statement id. `confidence` runs from
    1 (low) to 3 (high).
    """

    part: str
    outcome: str
    status: Status | None = None
    replies: Mapping[str, Reply] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)
    confidence: int | None = None
    justification: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True)
class AssessmentRecord:
    """One assessment: of which framework, by which council (its code), and every outcome of every part.

    `parts` starts with "organisation"; the names of the critical systems follow. `made_at` is ISO 8601.
    """

    framework: str
    version: str
    profile: str
    council: str
    title: str
    made_at: str
    parts: tuple[str, ...] = (ORGANISATION,)
    outcomes: tuple[OutcomeRecord, ...] = ()


def with_every_outcome(record: AssessmentRecord, outline: OutcomeFramework) -> AssessmentRecord:
    """The record with an empty row wherever a part hasn't answered an outcome yet, so that a workbook asks for all.

    Objectives that are answered for each critical system are left out for the organisation once there is a system.
    """
    has = {(row.part, row.outcome): row for row in record.outcomes}
    wanted = [(part, outcome) for part in record.parts for outcome in _asked_of(part, record, outline)]
    places = dict.fromkeys([*wanted, *has])
    rows = tuple(has.get(place, OutcomeRecord(*place)) for place in places)
    return replace(record, outcomes=rows)


def _asked_of(part: str, record: AssessmentRecord, outline: OutcomeFramework) -> list[str]:
    is_alone = record.parts == (ORGANISATION,)
    is_system = part != ORGANISATION
    return [
        outcome for outcome in outline.outcomes if is_alone or outline.objective_of[outcome].is_per_system == is_system
    ]
