"""Who sits at which assessment, when, while its story is told?"""

from dataclasses import dataclass
from datetime import datetime

from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.actions.save_outcome import Given, save_outcome
from wardmote.assess.models import OutcomeAnswer
from wardmote.assess.queries.desks import Desk, find_desk

from ..statuses import Said
from .world import World

FRAMEWORK, VERSION, PROFILE = "caf", "3.2", "baseline"


@dataclass
class Bench:
    """One council's assessment: the acts planned for it find it here once it has been opened."""

    world: World
    code: str
    number: int = 0

    def desk(self, name: str, at: datetime) -> Desk:
        """Put the assessment before somebody."""
        return find_desk(self.world.viewer(name, at), self.code, self.number, at)

    def open(self, name: str, title: str, at: datetime) -> None:
        """Open the assessment; what the council said last time comes along."""
        wish = Wish(FRAMEWORK, VERSION, PROFILE, title)
        council = self.world.bodies[self.code]
        self.number = open_assessment(by=self.world.viewer(name, at), council=council, wish=wish, at=at).pk

    def say(self, name: str, position: int, said: Said, at: datetime) -> None:
        """Have somebody answer and confirm one outcome of the part at this position."""
        desk = self.desk(name, at)
        part = desk.part(position)
        before = OutcomeAnswer.objects.filter(part=part, outcome=said.outcome).values_list("edition", flat=True)
        given = Given(status=said.status, confidence=said.confidence, justification=said.reasons, is_confirmed=True)
        save_outcome(by=desk, part=part, outcome=said.outcome, given=given, edition=before.first() or 0, at=at)
