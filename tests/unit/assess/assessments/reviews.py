"""Reviews for tests: an assessment that is approved, handed over, looked at and sent back in a line each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.unit.assess.assessments.rounds import an_assessment, confirm_all, desk_of
from tests.worlds import World
from wardmote.assess.actions.ask_assurer import Request, ask_assurer
from wardmote.assess.actions.finish_review import finish_review
from wardmote.assess.actions.record_finding import Judged, record_finding
from wardmote.assess.models import Assessment, Review, ReviewFinding, State
from wardmote.assess.queries.desks import Desk
from wardmote.engines.frameworks import Status
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person


@dataclass
class Round:
    """One council's assessment with its lead and an assurer."""

    world: World
    council: Body
    lead: Person
    assurer: Person
    assessment: Assessment
    code: str = field(init=False)

    def __post_init__(self) -> None:
        self.code = self.council.code

    def desk(self, person: Person | None = None, at: datetime | None = None) -> Desk:
        """Put the assessment as it stands now before somebody: the lead, unless another is named."""
        self.assessment.refresh_from_db()
        return desk_of(self.world, person or self.lead, self.assessment, at)

    @property
    def edition(self) -> int:
        """Return the assessment's edition now."""
        self.assessment.refresh_from_db()
        return self.assessment.edition

    @property
    def state(self) -> str:
        """Return the assessment's state now."""
        self.assessment.refresh_from_db()
        return self.assessment.state

    def path(self, page: str) -> str:
        """Return the address of one of the assessment's pages."""
        return f"/councils/{self.code}/assessments/{self.assessment.pk}/{page}"

    def put(self, state: State) -> None:
        """Put the assessment into a state, as if approved where it needs to be."""
        Assessment.objects.filter(pk=self.assessment.pk).update(state=state, approved_at=self.world.at)

    def ask(self, **wish: object) -> Review:
        """Have the lead ask the assurer."""
        request = Request(**{"assurer": self.assurer.pk, "kind": "independent", **wish})  # type: ignore[arg-type]
        return ask_assurer(by=self.desk(), request=request, edition=self.edition, at=self.world.at)

    def find(
        self, outcome: str, status: Status = Status.ACHIEVED, *, position: int = 0, edition: int = 0, **words: str
    ) -> ReviewFinding:
        """Have the assurer record a finding."""
        desk = self.desk(self.assurer)
        part = desk.part(position)
        levels = desk.outcome(part, outcome).levels
        judged = Judged(
            status if status in levels else Status.NOT_ACHIEVED,
            **{"reasons": f"I saw {outcome}.", **words},  # type: ignore[arg-type]
        )
        return record_finding(by=desk, part=part, outcome=outcome, judged=judged, edition=edition, at=self.world.at)

    def find_all(self, status: Status = Status.ACHIEVED) -> None:
        """Have the assurer look at whatever has no finding yet."""
        desk = self.desk(self.assurer)
        there = set(ReviewFinding.objects.filter(review=desk.review).values_list("part__position", "outcome"))
        for part in desk.parts:
            for asked in desk.outcomes_of(part):
                if (part.position, asked.id) not in there:
                    self.find(asked.id, status, position=part.position)

    def finish(self, summary: str = "") -> Review:
        """Have the assurer finish."""
        at = self.world.at + timedelta(hours=1)
        return finish_review(by=self.desk(self.assurer), summary=summary, edition=self.edition, at=at)


def a_round(world: World, code: str = "elm", *, systems: int = 0, confirmed: bool = False) -> Round:
    """Make a council with an open assessment, a lead and somebody whom it let in as an assurer."""
    council = world.council(code)
    lead = world.lead_of(council)
    assessment = an_assessment(world, council, systems=systems)
    if confirmed:
        confirm_all(desk_of(world, lead, assessment))
    return Round(world, council, lead, world.someone(council, Role.ASSURER), assessment)


def in_review(world: World, code: str = "elm", *, systems: int = 0, **wish: object) -> Round:
    """Make a round whose answers are with the assurer."""
    found = a_round(world, code, systems=systems, confirmed=True)
    found.put(State.APPROVED)
    found.ask(**wish)
    return found


def in_response(world: World, code: str = "elm", *, to_improve: str = "") -> Round:
    """Make a round that is back from the assurer, who sees A1.a as partially or not achieved."""
    found = in_review(world, code)
    found.find("A1.a", Status.NOT_ACHIEVED, to_improve=to_improve)
    found.find_all()
    found.finish("Good work on the whole.")
    return found
