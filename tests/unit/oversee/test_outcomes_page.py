"""Does the roll-up count exactly the councils that share with the reader, and show nothing of few?"""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.oversee.reports import FULLY, MET, NOT, PARTLY, UNMET, a_report, councils
from tests.worlds import World, signed_in
from wardmote.engines.frameworks import load_outline
from wardmote.kernel.roles import ABOUT, READS_NATIONAL_RESULTS, Place, Role
from wardmote.kernel.viewer import seeing_as
from wardmote.oversee.asking import read_question
from wardmote.oversee.outcome_figures import STATUSES
from wardmote.oversee.queries.rollup import RollUp, roll_up
from wardmote.register.models import Affiliation, Membership, Person, Reading, SharingChoice
from wardmote.register.models.sharing import Audience, Level

PAGE, FILE = "/map/outcomes/", "/map/outcomes.csv"


@pytest.fixture
def team(world: World) -> Person:
    return world.someone(world.programme(), Role.PROGRAMME_TEAM)


def seen(world: World, person: Person, **asked: str) -> RollUp:
    """Return the roll-up as the person's own request would make it."""
    with seeing_as(str(person.pk)):
        question = read_question(asked, world.viewer(person), world.at.date(), one_edition=True)
        return roll_up(question.shape, person=person.pk, day=question.day, today=world.at.date())


def total(world: World, person: Person, **asked: str) -> int | None:
    """Return how many councils are counted for A1.a."""
    found = {line.outcome.id: line.figures.total for line in seen(world, person, **asked).lines}
    return found["A1.a"]


def rows(world: World, person: Person, **asked: str) -> dict[str, dict[str, str]]:
    """Return the file's rows by outcome."""
    response = signed_in(person).get(FILE, asked)
    assert response.status_code == 200
    return {row["outcome"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}


def test_every_outcome_of_the_edition_has_its_line_in_order(world: World, team: Person) -> None:
    found = seen(world, team)
    assert [line.outcome.id for line in found.lines] == list(load_outline("caf", "3.2").outcomes)
    assert found.councils is None


def test_the_programme_counts_the_councils_that_share_by_default_or_by_choice(world: World, team: Person) -> None:
    bodies = councils(world, "c", *[MET] * 7)
    assert total(world, team) == 7
    world.share(bodies[0], Audience.PROGRAMME, Level.NOTHING)
    world.share(bodies[1], Audience.PROGRAMME, Level.REASONS)
    assert total(world, team) == 6


def test_an_operator_counts_only_members_that_chose_to_share_with_the_warp(world: World) -> None:
    members, strangers = councils(world, "m", *[MET] * 7), councils(world, "s", *[MET] * 5)
    operator = world.someone(world.warp("sewarp", *members), Role.WARP_OPERATOR)
    assert total(world, operator) is None
    for body in (*members[:6], *strangers):
        world.share(body, Audience.WARP, Level.RESULTS)
    assert total(world, operator) == 6
    Affiliation.objects.filter(member=members[0]).update(valid_to=world.at.date())
    assert total(world, operator) == 5


def test_somebody_in_both_roles_can_look_at_one_warp_alone(world: World, team: Person) -> None:
    members = councils(world, "m", *[MET] * 6)
    councils(world, "s", *[UNMET] * 5)
    world.give(team, world.warp("sewarp", *members), Role.WARP_OPERATOR)
    for body in members[:5]:
        world.share(body, Audience.WARP, Level.RESULTS)
    assert (total(world, team), total(world, team, warp="sewarp")) == (11, 5)
    # A WARP that isn't theirs is no filter, and no way in.
    assert total(world, team, warp="other") == 11


@pytest.mark.parametrize("role", list(Role))
def test_only_the_programmes_readers_and_operators_get_in(world: World, role: Role) -> None:
    kinds = {Place.COUNCIL: "district", Place.WARP: "warp", Place.PROGRAMME: "programme", Place.PLATFORM: "platform"}
    person = world.someone(world.council("own", kind=kinds[ABOUT[role].held_in]), role)
    expected = 200 if role in READS_NATIONAL_RESULTS | {Role.WARP_OPERATOR} else 403
    assert {signed_in(person).get(address).status_code for address in (PAGE, FILE)} == {expected}


def test_the_signed_out_are_asked_to_sign_in(db: None) -> None:
    for address in (PAGE, FILE):
        assert "/accounts/login/" in signed_in(None).get(address).headers["Location"]


def test_a_lapsed_role_counts_nobody(world: World, team: Person) -> None:
    councils(world, "c", *[MET] * 5)
    Membership.objects.filter(person=team).update(lapses_on=world.at.date())
    assert signed_in(team).get(PAGE).status_code == 403


def test_the_worlds_are_counted_apart(world: World, team: Person) -> None:
    councils(world, "c", *[MET] * 5)
    councils(world, "demo-", *[UNMET] * 6, demonstration=True)
    visitor = world.someone(world.programme("demo-programme", demonstration=True), Role.PROGRAMME_TEAM)
    assert (total(world, team), total(world, visitor)) == (5, 6)


@pytest.mark.parametrize(("count", "says"), [(4, "withheld"), (5, "5")])
def test_four_councils_show_nothing_and_five_are_shown(world: World, team: Person, count: int, says: str) -> None:
    councils(world, "c", *[MET] * count)
    row = rows(world, team)["A1.a"]
    assert [row["councils"], row["achieved"], row["meets_target"]] == [says] * 3
    text = signed_in(team).get(PAGE).content.decode()
    assert ("Fewer than five councils share an assessment" in text) == (count == 4)


def test_a_small_figure_takes_another_with_it_on_page_and_file(world: World, team: Person) -> None:
    councils(world, "c", *[(NOT, False)] * 3, *[(PARTLY, True)] * 6, *[MET] * 9)
    row = rows(world, team)["A1.a"]
    assert [row[s] for s in (*STATUSES, "meets_target")] == ["withheld", "withheld", "9", "withheld"]
    text = signed_in(team).get(PAGE).content.decode()
    line = text[text.index("A1.a Board Direction</th>") :].split("</tr>")[0]
    assert re.findall(r'data-label="[^"]*">([^<]+)<', line) == ["withheld", "withheld", "9", "withheld", "18"]


def test_a_newer_report_replaces_the_older_from_its_day_on(world: World, team: Person) -> None:
    bodies = councils(world, "c", *[UNMET] * 5)
    for body in bodies:
        a_report(world, body, {"A1.a": MET}, at=world.at + timedelta(days=10), kind="assured")
    today, then = world.at.date(), world.at.date() + timedelta(days=10)
    met = {day: rows(world, team, as_at=day.isoformat())["A1.a"]["meets_target"] for day in (today, then)}
    assert met[then] == "5"


def test_a_past_day_shows_what_was_submitted_by_then(world: World, team: Person) -> None:
    bodies = [world.council(f"c{n}") for n in range(5)]
    for body in bodies:
        a_report(world, body, {"A1.a": UNMET}, at=world.at - timedelta(days=100))
        a_report(world, body, {"A1.a": MET}, at=world.at - timedelta(days=10))
    days = [localdate(world.at - timedelta(days=n)) for n in (101, 100, 11, 10, 0)]
    met = [rows(world, team, as_at=day.isoformat())["A1.a"]["meets_target"] for day in days]
    assert met == ["withheld", "0", "0", "5", "5"]


def test_a_past_day_opens_nothing_that_is_closed_today(world: World, team: Person) -> None:
    for n in range(5):
        body = world.council(f"c{n}")
        a_report(world, body, at=world.at - timedelta(days=10))
        world.share(body, Audience.PROGRAMME, Level.NOTHING)
    assert total(world, team, as_at=(world.at.date() - timedelta(days=5)).isoformat()) is None


def test_a_dissolved_council_counts_until_its_last_day(world: World, team: Person) -> None:
    end = world.at.date() - timedelta(days=5)
    for n in range(5):
        a_report(world, world.council(f"c{n}", end_date=end), at=world.at - timedelta(days=30))
    assert total(world, team) is None
    assert total(world, team, as_at=(end - timedelta(days=1)).isoformat()) == 5


def test_region_and_kind_narrow_and_what_nobody_has_finds_nobody(world: World, team: Person) -> None:
    councils(world, "n", *[MET] * 5, region="North West", kind="unitary")
    councils(world, "s", *[MET] * 6, region="South East")
    assert total(world, team, region="North West") == 5
    assert total(world, team, kind="district") == 6
    assert total(world, team, region="South East", kind="unitary") is None
    assert total(world, team, region="Nowhere") is None


def test_each_edition_is_counted_by_itself(world: World, team: Person) -> None:
    for n, body in enumerate(councils(world, "c", *[MET] * 6)):
        a_report(world, body, {"A2.b": UNMET}, version="4.0", at=world.at + timedelta(seconds=n))
    assert (seen(world, team).councils, seen(world, team, edition="caf-4.0").councils) == (6, 6)
    assert total(world, team, edition="caf-4.0") is None
    assert len(seen(world, team, edition="caf-4.0").lines) == 41


def test_the_title_is_the_finding(world: World, team: Person) -> None:
    for n in range(10):
        a_report(world, world.council(f"c{n}"), {"A1.a": MET, "B5.c": UNMET if n < 5 else MET})
    text = signed_in(team).get(PAGE).content.decode()
    assert "B5.c" in text.split("<h1")[1].split("</h1>")[0]
    assert "5 in 10 of the councils meet the target" in text


def test_figures_that_name_nobody_are_not_logged_as_readings(world: World, team: Person) -> None:
    councils(world, "c", *[MET] * 5)
    signed_in(team).get(PAGE)
    assert not Reading.objects.exists()


def test_the_page_asks_once_for_the_figures(world: World, team: Person, django_assert_num_queries: Any) -> None:
    councils(world, "c", *[MET] * 5)
    seen(world, team)
    with django_assert_num_queries(3):  # Who asks, the regions to choose from, and the figures.
        seen(world, team)


def test_a_wrong_date_is_refused_in_words(world: World, team: Person) -> None:
    response = signed_in(team).get(PAGE, {"as_at": "soon"})
    assert response.status_code == 403
    assert "2027-04-01" in response.content.decode()


STANDINGS = st.tuples(st.sampled_from([(NOT, False), (PARTLY, False), (PARTLY, True), (FULLY, True)]), st.booleans())


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STANDINGS, max_size=14))
def test_no_shown_figure_speaks_of_one_to_four_councils(
    world: World, standings: list[tuple[tuple[str, bool], bool]]
) -> None:
    """Whatever councils answer and share."""
    with transaction.atomic():
        team = world.someone(world.programme(), Role.PROGRAMME_TEAM)
        for body, (_standing, shares) in zip(councils(world, "c", *[s for s, _ in standings]), standings, strict=True):
            if not shares:
                SharingChoice.objects.create(council=body, audience="programme", level="nothing", since=world.at)
        figures = next(line.figures for line in seen(world, team).lines if line.outcome.id == "A1.a")
        transaction.set_rollback(True)
    assert not {figures.total, figures.met, *figures.counts.values()} & {1, 2, 3, 4}
    counting = [standing for standing, shares in standings if shares]
    assert figures.total in (None, len(counting))
    assert figures.met in (None, sum(is_met for _status, is_met in counting))


def test_as_at_reads_the_day_of_the_address(world: World, team: Person) -> None:
    question = read_question({"as_at": "2027-04-01"}, world.viewer(team), date(2026, 11, 23), one_edition=True)
    assert (question.day, question.values["as_at"]) == (date(2027, 4, 1), "2027-04-01")
