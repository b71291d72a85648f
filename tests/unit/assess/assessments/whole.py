"""A council with one of everything that an assessment leaves behind, for tests of who finds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models

from tests.unit.assess.assessments.frozen import answered
from tests.unit.assess.assessments.rounds import answer, desk_of
from tests.worlds import World
from wardmote.assess.actions.add_evidence import Upload, Words, add_evidence
from wardmote.assess.actions.approve_assessment import approve_assessment
from wardmote.assess.actions.ask_assurer import Request, ask_assurer
from wardmote.assess.actions.ask_paper import ask_paper
from wardmote.assess.actions.assign_outcomes import assign_outcomes
from wardmote.assess.actions.comment_on_outcome import comment_on_outcome
from wardmote.assess.actions.record_finding import Judged, record_finding
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.actions.use_evidence import use_evidence
from wardmote.assess.knowing import Fact, tell
from wardmote.assess.models import (
    Assessment,
    Candidate,
    Evidence,
    OutcomeAnswer,
    Paper,
    PaperKind,
    PaperState,
    Part,
    PlanLine,
    Report,
    Review,
    ScopedService,
    State,
)
from wardmote.assess.papers.shelf import store
from wardmote.assess.queries.desks import Desk
from wardmote.engines.frameworks import Status
from wardmote.estate.models import Domain, Item, Service, System, SystemService
from wardmote.kernel.roles import Role
from wardmote.kernel.wall import walled_models
from wardmote.register.models import Body, Person

LONG_AGO = timedelta(days=365)
ROOMS = ("assess", "estate")
PAGE = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@dataclass
class Whole:
    """A council's assessment that is back from its assurer, and what belongs to it."""

    world: World
    council: Body
    lead: Person
    assurer: Person
    assessment: Assessment

    @property
    def shown(self) -> Evidence:
        """Return the piece of evidence that the assurer may have."""
        return Evidence.objects.get(council=self.council, is_shown=True)

    @property
    def line(self) -> PlanLine:
        """Return the first line of the plan."""
        return PlanLine.objects.filter(council=self.council)[:1].get()

    @property
    def paper(self) -> Paper:
        """Return the paper that the lead asked for."""
        return Paper.objects.get(council=self.council)

    def put(self, state: State) -> None:
        """Put the assessment into a state."""
        Assessment.objects.filter(pk=self.assessment.pk).update(state=state)

    def desk(self, person: Person | None = None) -> Desk:
        """Put the assessment before somebody: the lead, unless another is named."""
        return desk_of(self.world, person or self.lead, self.assessment)


def whole(world: World, code: str = "elm", *, systems: int = 1) -> Whole:
    """Make such a council; its uploads go where the test says that uploads go."""
    found = answered(world, code, status=Status.NOT_ACHIEVED, systems=systems)
    council, lead = found.council, found.lead
    assurer = world.someone(council, Role.ASSURER)
    made = Whole(world, council, lead, assurer, found.assessment)
    _finish_last_year(made)
    desk = found.desk()
    answer(desk, "A1.a", Status.ACHIEVED)
    comment_on_outcome(by=desk, part=desk.part(0), outcome="A1.a", text="Between us.", at=world.at)
    assign_outcomes(by=desk, part=desk.part(0), outcomes=("A1.b",), person=lead, due_on=None, at=world.at)
    _list_the_estate(made)
    _keep_evidence(made)
    known = Fact("dmarc", "caf", "3.2", ("A1.a",), "good", "Mail is protected.")
    tell(council=council, source="checks", facts=[known], at=world.at)
    start_plan(by=found.desk(), at=world.at)
    report = approve_assessment(by=found.desk(), at=world.at)
    _ask_for_a_paper(made, report)
    _review(made)
    _leave_a_stocktake(made)
    return made


def rows_of(council: Body) -> Iterator[tuple[type[models.Model], list[dict[str, Any]]]]:
    """Yield every walled table of the two rooms with what it holds of this council."""
    for model in walled_models():
        if model._meta.app_label in ROOMS:
            yield model, list(model._default_manager.filter(council=council).order_by("pk").values())


def _finish_last_year(made: Whole) -> None:
    """Leave an earlier assessment behind, which no assurer is asked about."""
    council, at = made.council, made.world.at
    earlier = Assessment.objects.create(
        council=council,
        framework="caf",
        version="3.2",
        title="Last year",
        state=State.CLOSED,
        opened_at=at - LONG_AGO,
        approved_at=at - LONG_AGO,
    )
    part = Part.objects.create(assessment=earlier, council=council, name="Council", position=0)
    OutcomeAnswer.objects.create(
        part=part, assessment=earlier, council=council, outcome="A1.a", status="achieved", answered_at=at - LONG_AGO
    )
    Assessment.objects.filter(pk=made.assessment.pk).update(previous=earlier)


def _list_the_estate(made: Whole) -> None:
    council, assessment, at = made.council, made.assessment, made.world.at
    Domain.objects.create(council=council, name=f"{council.code}.gov.uk", token="x", added_at=at)
    Item.objects.create(council=council, written="OpenRevenues 23.1", source="typed", added_at=at, changed_at=at)
    service = Service.objects.create(council=council, name="Libraries", added_at=at)
    ScopedService.objects.create(assessment=assessment, council=council, service=service, name=service.name)
    for system in System.objects.filter(council=council):
        SystemService.objects.create(council=council, system=system, service=service)
        Candidate.objects.create(
            assessment=assessment, council=council, system=system, name=system.name, is_chosen=True
        )


def _keep_evidence(made: Whole) -> None:
    desk, by, at = made.desk(), made.world.viewer(made.lead), made.world.at
    for title, is_shown in (("Shown", True), ("Kept", False)):
        words = Words(title, is_shown=is_shown)
        upload = Upload(f"{title}.txt", f"{title} by {made.council.code}.\n".encode())
        piece = add_evidence(by=by, council=made.council, words=words, upload=upload, at=at)
        use_evidence(by=desk, part=desk.part(0), outcome="A1.a", piece=piece, at=at)


def _ask_for_a_paper(made: Whole, report: Report) -> None:
    by, at = made.world.viewer(made.lead), made.world.at
    number = made.assessment.pk
    paper = ask_paper(by=by, kind=PaperKind.REPORT, council=made.council, assessment=number, report=report, at=at)
    Paper.objects.filter(pk=paper.pk).update(state=PaperState.DONE, stored=store(PAGE), size=len(PAGE))


def _review(made: Whole) -> None:
    """Let the assurer find one thing, and send the whole back."""
    at = made.world.at
    made.assessment.refresh_from_db()
    request = Request(assurer=made.assurer.pk, kind="independent", evidence=frozenset({made.shown.pk}))
    ask_assurer(by=made.desk(), request=request, edition=made.assessment.edition, at=at)
    desk = made.desk(made.assurer)
    judged = Judged(Status.NOT_ACHIEVED, reasons="I saw no minutes.")
    record_finding(by=desk, part=desk.part(0), outcome="A1.a", judged=judged, edition=0, at=at)
    Review.objects.filter(assessment=made.assessment).update(finished_at=at)
    made.put(State.RESPONSE)
    made.assessment.refresh_from_db()


def _leave_a_stocktake(made: Whole) -> None:
    made.world.submit(made.council, note="Why.")
