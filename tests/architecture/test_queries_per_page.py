"""Does every page ask the database as often with 300 councils as with 10, and however much happened in each?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.worlds import World, signed_in
from wardmote.assess.models import Assessment, OutcomeResult, Reason, Report, Stocktake, Submission
from wardmote.assess.public import areas
from wardmote.kernel import audit
from wardmote.kernel.roles import ABOUT, Place, Role
from wardmote.register.models import Affiliation, Body, BodyRecord, Invitation, JoinRequest, Reading, SharingChoice

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
