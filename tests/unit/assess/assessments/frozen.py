"""Approved assessments for tests: answered, approved and frozen in a line each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from tests.unit.assess.assessments.rounds import an_assessment, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.actions.approve_assessment import approve_assessment
from wardmote.assess.models import Assessment, OutcomeAnswer, Report
from wardmote.assess.queries.desks import Desk
from wardmote.engines.frameworks import Status
from wardmote.register.models import Body, Person

SECRET = "Minutes of March show"


@dataclass
class Frozen:
    """One council's assessment with every outcome answered."""

    world: World
    council: Body
    lead: Person
    assessment: Assessment

    def desk(self, person: Person | None = None, at: datetime | None = None) -> Desk:
        """Put the assessment as it stands before somebody: the lead, unless another is named."""
        self.assessment.refresh_from_db()
        return desk_of(self.world, person or self.lead, self.assessment, at)

    def approve(self) -> Report:
        """Have the lead approve, a second later than the last time."""
        self.world.at += timedelta(seconds=1)
        return approve_assessment(by=self.desk(), at=self.world.at)

    def path(self, page: str = "") -> str:
        """Return the address of one of the assessment's pages."""
        return f"/councils/{self.council.code}/assessments/{self.assessment.pk}/{page}"

    def client(self, person: Person | None = None) -> Client:
        """Return a browser in which somebody is signed in: the lead, unless another is named."""
        return signed_in(person or self.lead)


def answered(world: World, code: str = "elm", *, status: Status = Status.ACHIEVED, systems: int = 1) -> Frozen:
    """Make an assessment whose outcomes are all confirmed."""
    council = world.council(code)
    lead = world.lead_of(council)
    assessment = an_assessment(world, council, systems=systems)
    found = Frozen(world, council, lead, assessment)
    desk = found.desk()
    OutcomeAnswer.objects.bulk_create(
        OutcomeAnswer(
            part=part,
            assessment=assessment,
            council=council,
            outcome=asked.id,
            status=(status if status in asked.levels else Status.NOT_ACHIEVED).value,
            confidence=2,
            justification=f"{SECRET} {asked.id}.",
            is_confirmed=True,
            answered_at=world.at,
        )
        for part in desk.parts
        for asked in desk.outcomes_of(part)
    )
    return found


def approved(world: World, code: str = "elm", *, status: Status = Status.ACHIEVED, systems: int = 1) -> Frozen:
    """Make an assessment that the council has approved."""
    found = answered(world, code, status=status, systems=systems)
    found.approve()
    return found
