"""Does every page ask the database as often with 300 councils as with 10, and however much happened in each?"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.assess.assessments.frozen import Frozen, answered
from tests.unit.assess.assessments.reviews import Round
from tests.worlds import World, signed_in
from wardmote.assess import frameworks
from wardmote.assess.actions.import_wording import import_wording
from wardmote.assess.actions.start_plan import start_plan
from wardmote.assess.models import (
    AnswerChange,
    Assessment,
    Comment,
    Evidence,
    EvidenceUse,
    OutcomeResult,
    Reason,
    Report,
    Stocktake,
    Submission,
)
from wardmote.assess.public import areas
from wardmote.assess.queries import report_page
from wardmote.engines.frameworks import Statement, Status, load_outline
from wardmote.engines.frameworks.importing import Wording
from wardmote.kernel import audit
from wardmote.kernel.roles import ABOUT, Place, Role
from wardmote.register.models import (
    Affiliation,
    Body,
    BodyRecord,
    Invitation,
    JoinRequest,
    Person,
    Reading,
    SharingChoice,
)

FEW, MANY = 10, 300
PUBLIC = [
    "/",
    "/councils/",
    "/councils/?page=1",
    "/councils/?kind=district",
    "/councils/?q=Council",
    "/councils/?as_at=2020-01-01",
    "/councils/c000/",
    "/map/",
    "/map/?measure=population",
    "/map/?layer=upper",
    "/map/?as_at=2027-04-01",
    "/map/?region=South+East",
    "/register/",
    "/api/v1/councils",
    "/api/v1/councils?q=Council",
    "/api/v1/councils/c000",
    "/api/v1/regions",
    "/api/v1/figures",
]
OWN = ["/", "/map/", "/councils/", "/councils/c000/", "/tokens/"]
ACROSS = [
    "/map/outcomes/",
    "/map/outcomes/?as_at=2027-04-01&region=Region+0&kind=district",
    "/map/outcomes.csv",
    "/map/assessments/",
    "/map/assessments/?order=date&report=approved",
    "/map/assessments.csv",
]
OF_ROLE = {
    Role.LEAD: [
        *OWN,
        "/councils/c000/people/",
        "/councils/c000/activity/",
        "/councils/c000/sharing/",
        "/councils/c000/passing-on/",
        "/councils/c000/stocktake/",
        "/councils/c000/stocktake/result/",
        "/councils/c000/stocktake/areas/training/",
        "/councils/c000/stocktake/areas/training/result/",
        "/councils/c000/stocktake/questions/backups/",
        "/councils/c000/peers/",
    ],
    Role.CONTRIBUTOR: OWN,
    Role.LEADER: OWN,
    Role.COUNCILLOR: OWN,
    Role.VIEWER: OWN,
    Role.ASSURER: [*OWN, "/councils/c000/stocktake/result/"],
    Role.WARP_OPERATOR: [
        *OWN,
        "/map/?measure=stocktake",
        "/map/outcomes/",
        "/map/assessments/",
        "/councils/sewarp/people/",
    ],
    Role.PROGRAMME_TEAM: [
        *OWN,
        "/map/?measure=stocktake",
        "/map/?measure=stocktake-training",
        *ACROSS,
        "/councils/c001/stocktake/result/",
        "/councils/c001/stocktake/areas/training/result/",
    ],
    Role.ADMINISTRATOR: [*OWN, "/register/import/"],
}


def add_councils(world: World, start: int, end: int) -> None:
    """Add councils that have each submitted every area and share with everybody."""
    bodies = Body.objects.bulk_create(Body(code=f"c{n:03}", kind="district") for n in range(start, end))
    BodyRecord.objects.bulk_create(
        BodyRecord(
            body=body,
            name=f"Council {n}",
            short_name=f"C{n}",
            nation="England",
            # Neighbours, as in a real region: scattered ones take the layout ten times as long.
            region=f"Region {n // 34}",
            domain=f"c{n}.gov.uk",
            latitude=50 + n % 20 / 5,
            longitude=-4 + n // 20 / 5,
            source="test",
        )
        for n, body in enumerate(bodies, start)
    )
    warp = Body.objects.get(code="sewarp")
    Affiliation.objects.bulk_create(Affiliation(group=warp, member=body, source="test") for body in bodies)
    SharingChoice.objects.bulk_create(
        SharingChoice(council=body, audience=audience, level="reasons", since=world.at)
        for body in bodies
        for audience in ("programme", "warp", "reviewers")
    )
    place = {"framework": "stocktake", "version": "1"}
    stocktakes = Stocktake.objects.bulk_create(
        Stocktake(council=body, opened_at=world.at, closed_at=world.at, area=area.id, **place)
        for body in bodies
        for area in areas()
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            council=stocktake.council,
            stocktake=stocktake,
            area=stocktake.area,
            score=50,
            rating="amber",
            submitted_at=world.at,
            submitted_on=world.at.date(),
            **place,
        )
        for stocktake in stocktakes
    )
    Reason.objects.bulk_create(
        Reason(submission=submission, council=submission.council, question=area.questions[0].id, level=2)
        for submission in submissions
        for area in areas()
        if area.id == submission.area
    )
    add_reports(world, bodies)


def add_reports(world: World, bodies: list[Body]) -> None:
    """Give each council a report on one outcome."""
    edition = {"framework": "caf", "version": "3.2"}
    assessments = Assessment.objects.bulk_create(
        Assessment(council=body, state="closed", opened_at=world.at, approved_at=world.at, **edition) for body in bodies
    )
    reports = Report.objects.bulk_create(
        Report(
            assessment=assessment,
            council=assessment.council,
            number=1,
            kind="approved",
            outcomes_met=1,
            outcomes_total=1,
            content={},
            made_at=world.at,
            made_on=world.at.date(),
            **edition,
        )
        for assessment in assessments
    )
    OutcomeResult.objects.bulk_create(
        OutcomeResult(report=report, council=report.council, outcome="A1.a", status="achieved", is_met=True, **edition)
        for report in reports
    )


def add_events(world: World, body: Body, count: int) -> None:
    """Let much happen in one council: people, requests, invitations, entries and looks from outside."""
    programme = Body.objects.get(code="programme")
    outsider = world.person(f"Outsider {count}")
    for n in range(count):
        person = world.person(f"Person {count} {n}")
        world.give(person, body, Role.VIEWER)
        JoinRequest.objects.create(person=world.person(f"Asks {count} {n}"), body=body, asked_at=world.at)
        Invitation.objects.create(
            body=body,
            email=f"i{n}@{count}.example",
            role="viewer",
            digest=f"{count} {n}",
            invited_at=world.at,
            expires_at=world.at + timedelta(days=9),
        )
        audit.record(by=person.pk, body=body.pk, action="member.joined", subject=f"x:{n}", at=world.at)
        for council in (body, None):
            Reading.objects.create(
                council=council, person=outsider, on_behalf_of=programme, audience="programme", what="map", at=world.at
            )


def queries(client: Client, address: str) -> int:
    """Return how many queries the page takes once it is warm."""
    for _ in range(2):
        assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.fixture
def ten(world: World) -> World:
    """Ten councils, a WARP and a programme."""
    world.warp("sewarp")
    world.programme()
    world.platform()
    add_councils(world, 0, FEW)
    return world


@pytest.fixture
def clients(ten: World) -> dict[Role, Client]:
    """A browser for each role."""
    places = {Place.COUNCIL: "c000", Place.WARP: "sewarp", Place.PROGRAMME: "programme", Place.PLATFORM: "platform"}
    return {role: signed_in(ten.someone(Body.objects.get(code=places[ABOUT[role].held_in]), role)) for role in OF_ROLE}


def measure(clients: dict[Role, Client]) -> dict[tuple[str, str], int]:
    """Return the number of queries of every page for everybody whose page it is."""
    nobody = signed_in(None)
    found = {("nobody", address): queries(nobody, address) for address in PUBLIC}
    for role, addresses in OF_ROLE.items():
        found |= {(role.value, address): queries(clients[role], address) for address in addresses}
    return found


def test_no_page_asks_more_often_with_300_councils_than_with_10(ten: World, clients: dict[Role, Client]) -> None:
    few = measure(clients)
    add_councils(ten, FEW, MANY)
    many = measure(clients)
    assert {page: (few[page], count) for page, count in many.items() if count != few[page]} == {}


def test_no_page_asks_more_than_a_handful_of_times(ten: World, clients: dict[Role, Client]) -> None:
    assert {page: count for page, count in measure(clients).items() if count > 20} == {}


def test_what_is_seen_across_councils_takes_a_session_a_person_and_three_questions(
    ten: World, clients: dict[Role, Client]
) -> None:
    """Session, person and standings; then regions, the figures or rows, and the windows or the look's entry."""
    assert {page: count for page in ACROSS if (count := queries(clients[Role.PROGRAMME_TEAM], page)) > 6} == {}


@pytest.mark.parametrize("address", ["/councils/c000/people/", "/councils/c000/activity/", "/"])
def test_no_page_asks_more_often_where_much_has_happened(ten: World, clients: dict[Role, Client], address: str) -> None:
    body = Body.objects.get(code="c000")
    add_events(ten, body, 2)
    few = queries(clients[Role.LEAD], address)
    add_events(ten, body, 30)
    assert queries(clients[Role.LEAD], address) == few


@pytest.mark.parametrize(
    ("role", "act"),
    [(Role.PROGRAMME_TEAM, lambda world, n: world.council(f"alone{n}")), (Role.ASSURER, lambda world, n: None)],
    ids=["the programme with requests everywhere", "an assurer"],
)
def test_the_home_page_of_staff_asks_as_often_however_many_wait(
    ten: World, clients: dict[Role, Client], role: Role, act: Callable[[World, int], Body | None]
) -> None:
    few = queries(clients[role], "/")
    for n in range(15):
        if body := act(ten, n):
            JoinRequest.objects.create(person=ten.person(f"Asks {n}"), body=body, asked_at=ten.at)
    assert queries(clients[role], "/") == few


WHILE_OPEN = [
    "",
    "0/A1.a/",
    "1/B2.a/",
    "0/assign/",
    "scope/",
    "plan/",
    "plan/?objective=B",
    "plan/rows.csv",
    "plan/add/",
    "plan/business-case/",
    "history/",
    "report/",
    "objectives/A/",
    "summary/",
    "export/csv/",
    "approve/",
    "review/ask/",
]
ONCE_APPROVED = ["", "0/A1.a/", "report/", "objectives/B/", "summary/", "export/json/", "plan/", "response/"]
OF_THE_COUNCIL = ["", "evidence/", "evidence/?show=shown&q=piece"]
IN_REVIEW = ["review/", "review/0/A1.a/", "review/1/B2.a/", "review/finish/", "scope/", "report/"]
IN_RESPONSE = ["response/", "response/0/A1.a/", "response/accept/", "0/A1.a/", ""]


@pytest.fixture
def wording(world: World) -> Iterator[None]:
    """Two statements of our own at every level of every outcome; what is remembered by number is forgotten with it."""
    forget_wording()
    says = {
        outcome.id: tuple(
            Statement(f"{outcome.id}.{level.value}.{n}", level, f"We do it {n}.")
            for level in outcome.levels
            for n in "12"
        )
        for outcome in load_outline("caf", "3.2").outcomes.values()
    }
    import_wording(by=None, wording=Wording("caf", "3.2", "Made up for tests", "1", says), at=world.at)
    yield
    forget_wording()


def forget_wording() -> None:
    """Forget what the process remembers of imported wordings: another test gives their numbers anew."""
    for remembered in (frameworks._worded, report_page._framework):
        remembered.cache_clear()


def an_assessment_with(world: World, code: str, *, systems: int, pieces: int) -> Frozen:
    """Answer every outcome of so many systems; let every piece stand behind each, and much be said beside them."""
    found = answered(world, code, status=Status.NOT_ACHIEVED, systems=systems)
    desk, by = found.desk(), found.lead
    here = {"council": found.council, "assessment": found.assessment}
    kept = {"council": found.council, "kind": "reference", "reference": "Shared drive", "is_shown": True}
    library = Evidence.objects.bulk_create(
        Evidence(title=f"Piece {n}", added_at=world.at, **kept) for n in range(pieces)
    )
    places = [(part, asked.id) for part in desk.parts for asked in desk.outcomes_of(part)]
    for part, outcome in places:
        where = {**here, "part": part, "outcome": outcome}
        EvidenceUse.objects.bulk_create(
            EvidenceUse(evidence=piece, used_by=by, used_at=world.at, **where) for piece in library
        )
        Comment.objects.bulk_create(Comment(text=f"{n}", by=by, at=world.at, **where) for n in range(pieces))
        AnswerChange.objects.create(changes={"status": [None, "not-achieved"]}, by=by, at=world.at, **where)
    start_plan(by=desk, at=world.at)
    return found


def of_pages(person: Person, found: Frozen, pages: list[str], when: str = "while open") -> dict[tuple[str, str], int]:
    """Return the number of queries of pages of one assessment, by when it was and the page."""
    client = signed_in(person)
    return {(when, page): queries(client, found.path(page)) for page in pages}


def walk(world: World, found: Frozen) -> dict[tuple[str, str], int]:
    """Count on every page, from the answers over the assurer's review to the council's response."""
    library = f"/councils/{found.council.code}/assessments/"
    counted = of_pages(found.lead, found, WHILE_OPEN)
    counted |= {("of the council", page): queries(found.client(), library + page) for page in OF_THE_COUNCIL}
    found.approve()
    counted |= of_pages(found.lead, found, ONCE_APPROVED, "once approved")
    assurer = world.someone(found.council, Role.ASSURER)
    review = Round(world, found.council, found.lead, assurer, found.assessment)
    review.ask()
    review.find_all(Status.ACHIEVED)
    counted |= of_pages(assurer, found, IN_REVIEW, "in review")
    review.finish()
    return counted | of_pages(found.lead, found, IN_RESPONSE, "in response")


@pytest.mark.usefixtures("wording")
def test_no_page_of_an_assessment_asks_more_often_with_more_systems_and_evidence(world: World) -> None:
    few = walk(world, an_assessment_with(world, "elm", systems=1, pieces=2))
    many = walk(world, an_assessment_with(world, "oak", systems=3, pieces=12))
    assert {page: (few[page], count) for page, count in many.items() if count != few[page]} == {}
    assert max(many.values()) <= 15


@pytest.mark.usefixtures("wording")
def test_no_page_of_an_assessment_asks_more_often_with_300_councils_than_with_10(ten: World) -> None:
    found = an_assessment_with(ten, "elm", systems=1, pieces=2)
    few = of_pages(found.lead, found, WHILE_OPEN)
    add_councils(ten, FEW, MANY)
    assert of_pages(found.lead, found, WHILE_OPEN) == few
