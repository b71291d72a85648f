"""Does a council's comparison count the right peers, name none of them, and open to its own people only?"""

import re
from datetime import timedelta

import pytest

from tests.unit.oversee.reports import MET, UNMET, a_report, councils
from tests.worlds import World, signed_in
from wardmote.kernel.roles import ABOUT, READS_ANSWERS, Place, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.oversee.peer_figures import Quarter, Width
from wardmote.oversee.queries.peers import Comparison, comparison, latest_reports
from wardmote.register.models import Body, Person
from wardmote.register.models.sharing import Audience, Level

PAGE = "/councils/own/peers/"


@pytest.fixture
def own(world: World) -> Body:
    body = world.council("own", population=100_000)
    a_report(world, body)
    return body


@pytest.fixture
def reader(world: World, own: Body) -> Person:
    return world.someone(own, Role.VIEWER)


def found(world: World, person: Person, own: Body) -> Comparison:
    """Return the comparison as the person's own request would make it."""
    with seeing_as(str(person.pk)):
        return comparison(own, latest_reports(own)[0], world.at.date())


def test_ten_similar_councils_are_shown_as_a_spread_of_fives(world: World, own: Body, reader: Person) -> None:
    councils(world, "c", *[MET] * 6, *[UNMET] * 9)
    peers = found(world, reader, own)
    assert (peers.width, peers.about, peers.own) == (Width.SIMILAR, 15, Quarter.FOURTH)
    assert peers.peers == {Quarter.FIRST: 10, Quarter.SECOND: 0, Quarter.THIRD: 0, Quarter.FOURTH: 5}


def test_the_councils_own_result_is_never_among_its_peers(world: World, own: Body, reader: Person) -> None:
    councils(world, "c", *[UNMET] * 4)
    assert found(world, reader, own).width is None
    councils(world, "d", UNMET)
    assert found(world, reader, own).about == 5


def test_councils_that_refuse_the_programme_are_gone_or_fictional_dont_count(
    world: World, own: Body, reader: Person
) -> None:
    bodies = councils(world, "c", *[MET] * 5)
    councils(world, "demo-", *[MET] * 5, demonstration=True)
    councils(world, "gone", *[MET] * 5, end_date=world.at.date() - timedelta(days=1))
    assert found(world, reader, own).about == 5
    world.share(bodies[0], Audience.PROGRAMME, Level.NOTHING)
    assert found(world, reader, own).width is None


def test_only_reports_by_the_same_edition_are_compared(world: World, own: Body, reader: Person) -> None:
    for n in range(6):
        a_report(world, world.council(f"c{n}"), version="4.0")
    assert found(world, reader, own).width is None


def test_too_few_of_a_size_widen_to_the_kind_and_then_to_all(world: World, own: Body, reader: Person) -> None:
    councils(world, "county", *[MET] * 5, kind="county")
    assert found(world, reader, own).width is Width.ALL
    councils(world, "large", *[MET] * 5, population=900_000)
    assert found(world, reader, own).width is Width.KIND
    councils(world, "near", *[MET] * 5, population=60_000)
    assert found(world, reader, own).width is Width.SIMILAR


def test_one_more_council_changes_nothing_that_its_peers_see(world: World, own: Body, reader: Person) -> None:
    councils(world, "c", *[MET] * 10, *[UNMET] * 10)
    before = found(world, reader, own)
    for n, body in enumerate(councils(world, "late", *[UNMET] * 4)):
        assert found(world, reader, own) == before
        a_report(world, body, {"A1.a": MET}, at=world.at + timedelta(seconds=n + 1))
    councils(world, "fifth", UNMET)
    assert found(world, reader, own).about == 25


def test_the_page_names_no_peer_and_no_small_figure(world: World, own: Body, reader: Person) -> None:
    councils(world, "peer", *[MET] * 8, *[UNMET] * 8, *[MET] * 3)
    text = signed_in(reader).get(PAGE).content.decode()
    assert "You meet 1 of 1 outcomes" in text
    assert "peer0" not in text
    counts = {int(n) for n in re.findall(r"<td[^>]*>(?:about )?(\d+)<", text)}
    assert counts
    assert not counts & {1, 2, 3, 4}


@pytest.mark.parametrize("role", list(Role))
def test_the_page_is_for_those_who_read_the_councils_answers(world: World, own: Body, role: Role) -> None:
    kinds = {Place.COUNCIL: "", Place.WARP: "warp", Place.PROGRAMME: "programme", Place.PLATFORM: "platform"}
    kind = kinds[ABOUT[role].held_in]
    person = world.someone(world.council("elsewhere", kind=kind) if kind else own, role)
    status = signed_in(person).get(PAGE).status_code
    assert (status == 200) == (role in READS_ANSWERS)
    assert status in ((200,) if role in READS_ANSWERS else (403, 404))


def test_another_councils_page_isnt_there_and_the_signed_out_sign_in(world: World, own: Body) -> None:
    stranger = world.someone(world.council("other"), Role.LEAD)
    assert signed_in(stranger).get(PAGE).status_code == 404
    assert "/accounts/login/" in signed_in(None).get(PAGE).headers["Location"]


def test_a_council_without_a_report_is_told_when_there_will_be_something(world: World) -> None:
    reader = world.someone(world.council("own"), Role.LEAD)
    councils(world, "c", *[MET] * 6)
    text = signed_in(reader).get(PAGE).content.decode()
    assert "Nothing to compare yet" in text


def test_an_edition_is_chosen_by_link(world: World, own: Body, reader: Person) -> None:
    a_report(world, own, {"A2.b": MET, "A2.c": UNMET}, version="4.0", at=world.at + timedelta(seconds=1))
    client = signed_in(reader)
    assert "You meet 1 of 2 outcomes" in client.get(PAGE).content.decode()
    assert "You meet 1 of 1 outcomes" in client.get(PAGE, {"edition": "caf-3.2"}).content.decode()
