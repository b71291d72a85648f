"""Does the list name exactly the councils that share their assessment with the reader, and is each look logged?"""

import csv
import io
import re
from datetime import timedelta

import pytest

from tests.unit.oversee.reports import MET, UNMET, a_report, councils
from tests.worlds import World, signed_in
from wardmote.kernel.prepared import ANOTHER_DAY, ANY_DAY, ANYBODY, Prepared
from wardmote.kernel.roles import ABOUT, READS_NATIONAL_RESULTS, Place, Role
from wardmote.oversee.queries import reports_listed
from wardmote.register.models import BodyRecord, Person, Reading
from wardmote.register.models.sharing import Audience, Level

PAGE, FILE = "/map/assessments/", "/map/assessments.csv"


@pytest.fixture
def team(world: World) -> Person:
    return world.someone(world.programme(), Role.PROGRAMME_TEAM)


def listed(person: Person, **asked: str) -> list[str]:
    """Return the codes of the councils on the page, in order."""
    response = signed_in(person).get(PAGE, asked)
    assert response.status_code == 200
    return re.findall(r'<th scope="row"><a href="/councils/([^/]+)/assessments/\d+/report/', response.content.decode())


def rows(person: Person, **asked: str) -> list[dict[str, str]]:
    """Return the file's rows."""
    return list(csv.DictReader(io.StringIO(signed_in(person).get(FILE, asked).content.decode())))


def test_the_programme_sees_the_councils_that_share_with_it(world: World, team: Person) -> None:
    bodies = councils(world, "c", MET, MET, MET)
    world.share(bodies[1], Audience.PROGRAMME, Level.NOTHING)
    assert listed(team) == ["c00", "c02"]
    assert [row["code"] for row in rows(team)] == ["c00", "c02"]


def test_an_operator_sees_only_members_that_chose_to_share_with_the_warp(world: World) -> None:
    members, strangers = councils(world, "m", MET, MET), councils(world, "s", MET)
    operator = world.someone(world.warp("sewarp", *members), Role.WARP_OPERATOR)
    assert listed(operator) == []
    for body in (members[0], *strangers):
        world.share(body, Audience.WARP, Level.RESULTS)
    assert listed(operator) == ["m00"]


@pytest.mark.parametrize("role", list(Role))
def test_only_the_programmes_readers_and_operators_get_in(world: World, role: Role) -> None:
    kinds = {Place.COUNCIL: "district", Place.WARP: "warp", Place.PROGRAMME: "programme", Place.PLATFORM: "platform"}
    person = world.someone(world.council("own", kind=kinds[ABOUT[role].held_in]), role)
    expected = 200 if role in READS_NATIONAL_RESULTS | {Role.WARP_OPERATOR} else 403
    assert {signed_in(person).get(address).status_code for address in (PAGE, FILE)} == {expected}


def test_the_signed_out_are_asked_to_sign_in(db: None) -> None:
    for address in (PAGE, FILE):
        assert "/accounts/login/" in signed_in(None).get(address).headers["Location"]


def test_the_worlds_are_listed_apart(world: World, team: Person) -> None:
    councils(world, "c", MET)
    councils(world, "demo-", MET, demonstration=True)
    visitor = world.someone(world.programme("demo-programme", demonstration=True), Role.PROGRAMME_TEAM)
    assert (listed(team), listed(visitor)) == (["c00"], ["demo-00"])


def test_only_the_latest_report_of_each_edition_is_listed(world: World, team: Person) -> None:
    body = world.council("elm")
    a_report(world, body, at=world.at - timedelta(days=20))
    a_report(world, body, at=world.at - timedelta(days=10), kind="assured")
    a_report(world, body, version="4.0", at=world.at - timedelta(days=5))
    assert {(r["framework"], r["report"]) for r in rows(team)} == {("caf-3.2", "assured"), ("caf-4.0", "approved")}
    then = (world.at.date() - timedelta(days=15)).isoformat()
    assert [(r["framework"], r["report"]) for r in rows(team, as_at=then)] == [("caf-3.2", "approved")]


def test_the_list_narrows_by_edition_region_kind_and_report(world: World, team: Person) -> None:
    a_report(world, world.council("elm", region="London", kind="london_borough"))
    a_report(world, world.council("oak"), version="4.0", kind="assured")
    assert listed(team) == ["elm", "oak"]
    for asked in ({"edition": "caf-4.0"}, {"region": "South East"}, {"kind": "district"}, {"report": "assured"}):
        assert listed(team, **asked) == ["oak"]
    assert listed(team, region="Nowhere") == []


def test_the_list_is_by_name_or_by_date_and_never_by_result(world: World, team: Person) -> None:
    a_report(world, world.council("a", name="Ash"), {"A1.a": UNMET}, at=world.at - timedelta(days=3))
    a_report(world, world.council("b", name="Birch"), {"A1.a": MET}, at=world.at - timedelta(days=1))
    a_report(world, world.council("c", name="Cedar"), {"A1.a": UNMET}, at=world.at - timedelta(days=2))
    assert listed(team) == ["a", "b", "c"]
    assert listed(team, order="date") == ["b", "c", "a"]
    for order in ("outcomes_met", "-outcomes_met", "met", "result"):
        assert listed(team, order=order) == ["a", "b", "c"]


def test_a_long_list_comes_in_pages(world: World, team: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports_listed, "PAGE", 2)
    fresh = Prepared(reports_listed._reports, person=ANYBODY, day=ANY_DAY, today=ANOTHER_DAY)
    monkeypatch.setattr(reports_listed, "_REPORTS", fresh)
    councils(world, "c", *[MET] * 5)
    assert [listed(team, page=str(n)) for n in (1, 2, 3, 4)] == [["c00", "c01"], ["c02", "c03"], ["c04"], []]
    assert listed(team, page="-1") == listed(team, page="x") == ["c00", "c01"]
    assert 'rel="next"' in signed_in(team).get(PAGE).content.decode()
    assert len(rows(team)) == 5


def test_every_look_at_named_results_is_logged_and_no_empty_one(world: World, team: Person) -> None:
    listed(team)
    assert not Reading.objects.exists()
    councils(world, "c", MET)
    listed(team)
    rows(team)
    found = [(r.council, r.audience, r.on_behalf_of.code, r.what) for r in Reading.objects.order_by("pk")]
    assert found == [
        (None, "programme", "programme", "list of assessments"),
        (None, "programme", "programme", "list of assessments as a file"),
    ]


def test_an_operators_look_is_logged_for_the_warp(world: World) -> None:
    members = councils(world, "m", MET)
    operator = world.someone(world.warp("sewarp", *members), Role.WARP_OPERATOR)
    world.share(members[0], Audience.WARP, Level.RESULTS)
    listed(operator)
    assert Reading.objects.values_list("audience", "on_behalf_of__code").get() == ("warp", "sewarp")


def test_a_name_that_a_spreadsheet_would_take_for_a_formula_is_made_harmless(world: World, team: Person) -> None:
    councils(world, "c", MET)
    BodyRecord.objects.filter(body__code="c00").update(name="=1+1", region="@here")
    assert [(row["council"], row["region"]) for row in rows(team)] == [("'=1+1", "'@here")]


def test_the_title_says_how_many_share(world: World, team: Person) -> None:
    def title() -> str:
        text = signed_in(team).get(PAGE).content.decode()
        return text.split('<h1 class="govuk-heading-l">')[1].split("</h1>")[0]

    assert title() == "Nobody shares a submitted assessment with you here yet"
    councils(world, "c", MET)
    assert title() == "One council shares a submitted assessment with you"
    councils(world, "d", MET)
    assert title() == "2 councils share a submitted assessment with you"
