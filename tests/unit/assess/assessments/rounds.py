"""Assessments for tests, made through the real actions in a line each."""

from datetime import datetime

from tests.worlds import World
from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.actions.save_outcome import Given, save_outcome
from wardmote.assess.models import Assessment, OutcomeAnswer, Part
from wardmote.assess.queries.desks import Desk, find_desk
from wardmote.engines.frameworks import Status
from wardmote.estate.models import System, SystemKind
from wardmote.register.models import Body, Person


def an_assessment(world: World, council: Body, *, version: str = "3.2", systems: int = 1) -> Assessment:
    """Open an assessment with the organisation and so many critical systems."""
    lead = world.viewer(world.lead_of(council))
    wish = Wish("caf", version, "baseline" if version == "3.2" else "", f"CAF {version}")
    assessment = open_assessment(by=lead, council=council, wish=wish, at=world.at)
    for position in range(1, systems + 1):
        system = System.objects.create(
            council=council, name=f"System {position}", kind=SystemKind.MISSION, added_at=world.at
        )
        Part.objects.create(assessment=assessment, council=council, system=system, name=system.name, position=position)
    return assessment


def desk_of(world: World, person: Person, assessment: Assessment, at: datetime | None = None) -> Desk:
    """Put the assessment before a person as a page would."""
    return find_desk(world.viewer(person), assessment.council.code, assessment.pk, at or world.at)


def answer(
    desk: Desk, outcome: str, status: Status = Status.ACHIEVED, *, position: int = 0, confirmed: bool = True
) -> OutcomeAnswer:
    """Answer one outcome at a level that it has, with reasons."""
    part = desk.part(position)
    asked = desk.outcome(part, outcome)
    current = OutcomeAnswer.objects.filter(part=part, outcome=outcome).first()
    given = Given(
        status=status if status in asked.levels else Status.NOT_ACHIEVED,
        confidence=2,
        justification=f"Minutes of March show {outcome}.",
        is_confirmed=confirmed,
    )
    edition = current.edition if current else 0
    return save_outcome(by=desk, part=part, outcome=outcome, given=given, edition=edition, at=desk.at)


def confirm_all(desk: Desk, status: Status = Status.ACHIEVED) -> None:
    """Answer and confirm every outcome of every part."""
    for part in desk.parts:
        for asked in desk.outcomes_of(part):
            answer(desk, asked.id, status, position=part.position)
