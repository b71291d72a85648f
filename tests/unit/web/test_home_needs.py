"""Does the home page tell each role what to do next, first things first?"""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.watch.watched import a_domain, a_finding
from tests.worlds import World, signed_in
from wardmote.assess.public import answer_question, areas, first_area, submit_stocktake
from wardmote.kernel.roles import ABOUT, Place, Role
from wardmote.register.actions.ask_to_join import ask_to_join
from wardmote.register.models import Body, Membership, Person
from wardmote.register.models.sharing import Audience, Level

START, SUBMIT, NATION = "Start the stocktake", "Submit the stocktake: leadership", "See where councils stand"
DESK = "Look at what waits at your desk"
GO_ON = "Go on with the stocktake: governance"
WARP, REVIEW = "See where your WARP's councils stand", "Read the result of AAA"
LET_IN, OTHERS = "Let a person into AAA, or refuse", "Answer 2 people who want to join AAA"
# What each role is told: at first, when the council has answered the first area, when it has submitted that.
TOLD: dict[Role, tuple[list[str], list[str], list[str]]] = {
    Role.LEAD: ([START], [SUBMIT, GO_ON], [GO_ON]),
    Role.CONTRIBUTOR: ([START], [GO_ON], [GO_ON]),
    Role.LEADER: ([], [], []),
    Role.COUNCILLOR: ([], [], []),
    Role.VIEWER: ([], [], []),
    Role.ASSURER: ([REVIEW], [REVIEW], [REVIEW]),
    Role.WARP_OPERATOR: ([DESK, WARP],) * 3,
    Role.WARP_MEMBER: ([], [], []),
    Role.PROGRAMME_TEAM: ([DESK, NATION],) * 3,
    Role.PROGRAMME_FINANCE: ([NATION], [NATION], [NATION]),
    Role.PROGRAMME_CONTENT: ([DESK],) * 3,
    Role.ADMINISTRATOR: ([], [], []),
}


@pytest.fixture
def council(world: World) -> Body:
    """A council with a lead, who has nothing to do with the person at the browser, and with a domain in order."""
    body = world.council("AAA", domain="aaa.gov.uk")
    a_domain(body, at=world.at)
    world.someone(body, Role.LEAD, "Lena Lead")
    return body


@pytest.fixture
def bodies(world: World, council: Body) -> dict[Place, Body]:
    """Where each role is held."""
    return {
        Place.COUNCIL: council,
        Place.WARP: world.warp("the-warp", council),
        Place.PROGRAMME: world.programme(),
        Place.PLATFORM: world.platform(),
    }


def needs(person: Person) -> list[str]:
    """Return the headings of what the person is told to do, in order."""
    page = signed_in(person).get("/").content.decode()
    return [html.unescape(found) for found in re.findall(r'wm-needs__item"><h2[^>]*>(.*?)</h2>', page)]


def headline(person: Person) -> str:
    """Return the page's heading."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", signed_in(person).get("/").content.decode())
    assert found
    return html.unescape(found[1])


def lapse(person: Person, world: World, days: int) -> None:
    """Let the person's memberships run out in some days, or some days ago."""
    Membership.objects.filter(person=person).update(lapses_on=world.at.date() + timedelta(days=days))


def test_every_role_is_in_the_table() -> None:
    assert set(TOLD) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_told_what_to_do_next_and_no_more(world: World, bodies: dict[Place, Body], role: Role) -> None:
    council = bodies[Place.COUNCIL]
    person = world.someone(bodies[ABOUT[role].held_in], role)
    world.share(council, Audience.REVIEWERS, Level.RESULTS)
    found = [needs(person)]
    world.answer_all(council)
    found.append(needs(person))
    submit_stocktake(by=world.viewer(world.lead_of(council)), council=council, area="leadership", at=world.at)
    found.append(needs(person))
    assert tuple(found) == TOLD[role]


@pytest.mark.parametrize("role", list(Role))
def test_no_link_on_the_home_page_leads_to_a_closed_door(world: World, bodies: dict[Place, Body], role: Role) -> None:
    world.submit(bodies[Place.COUNCIL])
    person = world.someone(bodies[ABOUT[role].held_in], role)
    browser = signed_in(person)
    page = browser.get("/").content.decode()
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', page[page.index("<main") :])}
    closed = {link: browser.get(link, follow=True).status_code for link in links if not link.startswith("/static/")}
    assert {link: status for link, status in closed.items() if status != 200} == {}


def test_the_questions_left_are_counted_and_the_next_one_is_a_click_away(world: World, council: Body) -> None:
    lead = world.viewer(world.lead_of(council))
    first, *_, last = [question.id for question in first_area().questions]
    answer_question(by=lead, council=council, question=first, level=2, note="", edition=0, at=world.at)
    left = len(first_area().questions) - 1
    assert needs(lead.person) == [f"Answer {left} stocktake questions on leadership"]
    page = signed_in(lead.person).get("/").content.decode()
    second = first_area().questions[1].id
    assert f'href="/councils/AAA/stocktake/questions/{second}/"' in page
    for question in first_area().questions[1:-1]:
        answer_question(by=lead, council=council, question=question.id, level=2, note="", edition=0, at=world.at)
    assert needs(lead.person) == ["Answer the last stocktake question on leadership"]
    answer_question(by=lead, council=council, question=last, level=2, note="", edition=0, at=world.at)
    assert needs(lead.person) == [SUBMIT, GO_ON]


def test_the_first_need_says_how_many_questions_the_area_has(world: World, council: Body) -> None:
    page = signed_in(world.lead_of(council)).get("/").content.decode()
    assert f"{len(first_area().questions)} questions show where you stand on leadership" in page


def test_an_area_that_was_begun_comes_before_the_next_one(world: World, council: Body) -> None:
    lead = world.viewer(world.lead_of(council))
    world.submit(council)
    answer_question(by=lead, council=council, question="backups", level=2, note="", edition=0, at=world.at)
    assert needs(lead.person) == ["Answer 9 stocktake questions on technology"]


def test_the_panel_shows_each_areas_rating_and_the_overall_one_with_the_last(world: World, council: Body) -> None:
    lead = world.lead_of(council)
    for area in areas()[:-1]:
        world.submit(council, 3, area=area.id)
    page = html.unescape(signed_in(lead).get("/").content.decode())
    assert page.count("Amber-green") == len(areas()) - 1
    assert "Overall, as submitted" not in page
    world.submit(council, 3, area=areas()[-1].id)
    page = html.unescape(signed_in(lead).get("/").content.decode())
    assert "Overall, as submitted: 75 of 100 points." in page


def test_the_home_page_asks_as_often_for_five_areas_of_three_councils_as_for_one_of_one(
    world: World, council: Body
) -> None:
    lead, others = world.lead_of(council), [world.council(code) for code in ("BBB", "CCC")]
    for other in others:
        world.give(lead, other, Role.LEAD)

    def queries() -> int:
        browser = signed_in(lead)
        browser.get("/")
        with CaptureQueriesContext(connection) as found:
            browser.get("/")
        return len(found)

    world.submit(council)
    signed_in(lead).get("/")
    before = queries()
    for body in (council, *others):
        world.submit_everything(body)
    assert queries() == before


def test_a_lead_is_told_of_those_who_wait_and_nobody_else_is(world: World, council: Body) -> None:
    contributor = world.someone(council, Role.CONTRIBUTOR)
    staff = world.someone(world.programme(), Role.PROGRAMME_TEAM)
    lead = world.lead_of(council)
    for number, expected in enumerate((LET_IN, OTHERS)):
        ask_to_join(by=world.person(f"P{number}", email=f"p{number}@aaa.gov.uk"), council=council, at=world.at)
        assert expected in needs(lead)
    assert needs(contributor) == [START]
    assert needs(staff) == [DESK, NATION]


@pytest.mark.parametrize("role", [Role.PROGRAMME_TEAM, Role.ADMINISTRATOR])
def test_the_programme_lets_the_first_lead_in(world: World, role: Role) -> None:
    council = world.council("AAA", domain="aaa.gov.uk")
    staff = world.someone(world.programme() if role is Role.PROGRAMME_TEAM else world.platform(), role)
    before = needs(staff)
    ask_to_join(by=world.person("Ada", email="ada@aaa.gov.uk"), council=council, at=world.at)
    assert set(needs(staff)) == {*before, LET_IN}


def test_what_is_due_soon_comes_before_what_isnt(world: World, council: Body) -> None:
    lead, colleague = world.lead_of(council), world.someone(council, Role.CONTRIBUTOR)
    lapse(lead, world, 5)
    lapse(colleague, world, 3)
    found = needs(lead)
    assert found == [
        "Confirm that a colleague still belongs to AAA",
        "Confirm that you are still the cyber lead of AAA",
        START,
    ]
    page = signed_in(lead).get("/").content.decode()
    assert page.count("<strong>By ") == 2


def test_what_is_due_far_ahead_waits_behind_the_stocktake(world: World, council: Body) -> None:
    lead = world.lead_of(council)
    lapse(lead, world, 50)
    assert needs(lead)[0] == START
    lapse(lead, world, 70)
    assert needs(lead) == [START]


def test_nobody_is_told_more_than_seven_things(world: World) -> None:
    lead = world.person("Busy Lead")
    for number in range(9):
        world.give(lead, world.council(f"C{number}"), Role.LEAD)
    assert len(needs(lead)) == 7
    assert headline(lead) == "Busy Lead: 7 things need you"


def test_one_button_stands_out(world: World, council: Body) -> None:
    page = signed_in(world.lead_of(council)).get("/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count('class="govuk-button"') == 1


def test_the_headline_names_the_council_and_counts(world: World, council: Body) -> None:
    lead = world.lead_of(council)
    assert headline(lead) == "AAA: one thing needs you"
    world.submit_everything(council)
    assert headline(lead) == "AAA: nothing needs you now"


def join_buttons(person: Person) -> list[str]:
    """Return the councils that the person can ask to join, by the forms on the home page."""
    return re.findall(r'action="/councils/([^/"]+)/join/"', signed_in(person).get("/").content.decode())


def test_somebody_without_a_body_asks_and_then_waits(world: World, council: Body) -> None:
    person = world.person("Ada", email="ada@aaa.gov.uk")
    assert headline(person) == "You don't belong to a council yet"
    assert join_buttons(person) == ["AAA"]
    answer = signed_in(person).post("/councils/AAA/join/", follow=True)
    assert answer.redirect_chain == [("/", 302)]
    text = answer.content.decode()
    assert "We have asked the cyber lead of AAA Council to let you in, on " in text
    assert join_buttons(person) == []


def test_a_domain_that_two_councils_share_gives_two_buttons(world: World) -> None:
    for code in ("ONE", "TWO"):
        world.council(code, domain="shared.gov.uk")
    person = world.person("Ada", email="ada@shared.gov.uk")
    assert join_buttons(person) == ["ONE", "TWO"]
    signed_in(person).post("/councils/ONE/join/")
    assert join_buttons(person) == ["TWO"]


def test_somebody_from_nowhere_reads_whom_to_ask(world: World, council: Body) -> None:
    person = world.person("Eve")
    assert join_buttons(person) == []
    page = html.unescape(signed_in(person).get("/").content.decode())
    assert "ask its cyber lead to invite this address" in page


def test_somebody_who_belongs_isnt_asked_to_join(world: World, council: Body) -> None:
    person = world.person("Ada", email="ada@aaa.gov.uk")
    world.give(person, council, Role.VIEWER)
    assert join_buttons(person) == []


def test_a_visitor_reads_what_this_is(db: None, client: Client) -> None:
    page = html.unescape(client.get("/").content.decode())
    assert "Know where your council stands, and what to do next" in page
    assert 'href="/accounts/login/"' in page


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER])
def test_somebody_whose_membership_lapsed_reads_who_can_help(world: World, council: Body, role: Role) -> None:
    person = world.someone(council, role)
    lapse(person, world, 0)
    assert needs(person) == ["Your access to AAA has lapsed"]


def test_a_lead_who_lapsed_isnt_told_to_do_what_they_cant(world: World, council: Body) -> None:
    lead = world.lead_of(council)
    lapse(lead, world, -1)
    assert needs(lead) == ["Your access to AAA has lapsed"]
    page = signed_in(lead).get("/").content.decode()
    assert 'href="/councils/AAA/people/"' not in page


LAPSED_STAFF = [Role.PROGRAMME_TEAM, Role.PROGRAMME_FINANCE, Role.PROGRAMME_CONTENT, Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", LAPSED_STAFF)
def test_staff_whose_membership_lapsed_get_a_link_that_opens(
    world: World, bodies: dict[Place, Body], role: Role
) -> None:
    person = world.someone(bodies[ABOUT[role].held_in], role)
    lapse(person, world, -1)
    browser = signed_in(person)
    page = browser.get("/").content.decode()
    links = re.findall(r'href="([^"]+)"', page[page.index('class="wm-needs"') : page.index("</ol>")])
    assert [browser.get(link).status_code for link in links] == [200] * len(links)


@pytest.mark.parametrize("role", [Role.WARP_OPERATOR, Role.PROGRAMME_TEAM, Role.ADMINISTRATOR])
def test_the_only_one_who_could_confirm_them_is_told_in_time(
    world: World, bodies: dict[Place, Body], role: Role
) -> None:
    person = world.someone(bodies[ABOUT[role].held_in], role)
    lapse(person, world, 10)
    assert any("Confirm" in need for need in needs(person))


def test_the_page_takes_as_many_queries_at_ten_councils_as_at_sixty(world: World, council: Body) -> None:
    lead = world.lead_of(council)
    counts = []
    for many in (range(10), range(10, 60)):
        for number in many:
            world.council(f"N{number}")
        signed_in(lead).get("/")
        browser = signed_in(lead)
        browser.get("/")
        with CaptureQueriesContext(connection) as found:
            browser.get("/")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_day_is_named_as_people_write_it(world: World, council: Body) -> None:
    lead = world.lead_of(council)
    lapse(lead, world, 5)
    day: date = world.at.date() + timedelta(days=5)
    assert f"<strong>By {day.day} {day:%B %Y}.</strong>" in signed_in(lead).get("/").content.decode()


def test_a_council_without_a_domain_is_offered_the_outside_checks_last(world: World) -> None:
    body = world.council("BBB")

    assert needs(world.someone(body, Role.LEAD)) == [START, "Have your domain checked from outside"]
    assert needs(world.someone(body, Role.LEADER)) == []


def test_what_is_wrong_from_outside_comes_before_the_stocktake(world: World, council: Body) -> None:
    domain = council.domains.get()
    a_finding(domain, "dmarc_policy", "bad", at=world.at)
    a_finding(domain, "caa_present", "weak", at=world.at)

    assert needs(world.someone(council, Role.CONTRIBUTOR)) == ["Put one thing right on the domains of AAA", START]
    assert needs(world.someone(council, Role.VIEWER)) == []
