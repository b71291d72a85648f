"""Is what is shown of a body what was true on the day that is asked about?"""

from datetime import date

import pytest

from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.register.models import Affiliation, Body, BodyRecord
from wardmote.register.models.bodies import COUNCILS, Kind, Status
from wardmote.register.queries.bodies import (
    bodies_listed,
    body_page,
    find_body,
    is_alive,
    name_of,
    records_on,
)

STARTS, ENDS, SHADOW = date(2027, 4, 1), date(2030, 4, 1), date(2026, 5, 7)


@pytest.mark.parametrize(
    ("day", "status", "alive"),
    [
        (date(2026, 5, 6), Status.PLANNED, False),
        (SHADOW, Status.SHADOW, True),
        (date(2027, 3, 31), Status.SHADOW, True),
        (STARTS, Status.LIVE, True),
        (date(2030, 3, 31), Status.LIVE, True),
        (ENDS, Status.DISSOLVED, False),
    ],
)
def test_a_body_is_planned_then_shadow_then_live_then_dissolved(
    world: World, day: date, status: Status, alive: bool
) -> None:
    body = world.council("elm", start_date=STARTS, end_date=ENDS, shadow_from=SHADOW)
    assert (body.status_on(day), is_alive(body, day)) == (status, alive)
    assert records_on(day).filter(body=body).exists() == (status == Status.LIVE)


def test_a_start_that_nobody_recorded_counts_as_long_ago(world: World) -> None:
    assert world.council("elm").status_on(date(1974, 4, 1)) == Status.LIVE


@pytest.fixture
def renamed(world: World) -> Body:
    """A body that has had three names."""
    body = world.council("elm", name="First")
    for name, since, until in (("Second", date(2020, 1, 1), date(2025, 1, 1)), ("Third", date(2025, 1, 1), None)):
        BodyRecord.objects.filter(body=body, valid_to=None).update(valid_to=since)
        BodyRecord.objects.create(
            body=body, name=name, short_name=name, valid_from=since, valid_to=until, nation="England", source="test"
        )
    return body


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1980, 1, 1), "First"),
        (date(2019, 12, 31), "First"),
        (date(2020, 1, 1), "Second"),
        (date(2024, 12, 31), "Second"),
        (date(2025, 1, 1), "Third"),
        (date(2090, 1, 1), "Third"),
    ],
)
def test_a_name_holds_from_its_first_day_to_the_day_before_the_next(renamed: Body, day: date, name: str) -> None:
    assert body_page(renamed, day).record.name == name
    assert name_of(renamed, day) == name
    assert [record.name for record in records_on(day)] == [name]


def test_the_page_lists_every_record_oldest_first(renamed: Body) -> None:
    page = body_page(renamed, date(2026, 1, 1))
    assert [record.name for record in page.records] == ["First", "Second", "Third"]
    assert name_of(renamed) == "Third"


def test_before_its_first_record_a_body_is_shown_as_it_first_was(world: World) -> None:
    body = world.council("elm")
    BodyRecord.objects.update(valid_from=STARTS)
    assert body_page(body, date(2000, 1, 1)).record.name == "elm Council"


def test_a_body_without_any_record_has_no_page(world: World) -> None:
    body = world.council("elm")
    BodyRecord.objects.all().delete()
    with pytest.raises(Denied):
        body_page(body, STARTS)
    assert name_of(body) == "elm"


def test_groups_and_members_are_those_of_the_day(world: World) -> None:
    elm = world.council("elm")
    warp = world.warp("sewarp", elm)
    Affiliation.objects.update(valid_from=date(2020, 1, 1), valid_to=date(2025, 1, 1))
    for day, groups in ((date(2019, 12, 31), []), (date(2020, 1, 1), ["sewarp"]), (date(2025, 1, 1), [])):
        assert [group.code for group in body_page(elm, day).groups] == groups
        assert [member.code for member in body_page(warp, day).members] == (["elm"] if groups else [])


@pytest.mark.parametrize("code", ["elm", "ELM", " Elm "])
def test_a_body_is_found_by_its_code_whatever_its_case(world: World, code: str) -> None:
    made = world.council("elm")
    assert find_body(code) == made


@pytest.mark.parametrize("code", ["", "nowhere", "x" * 500, "programme", "platform", "demo-elm"])
def test_what_isnt_public_isnt_found(world: World, code: str) -> None:
    world.programme()
    world.platform()
    world.council("demo-elm", demonstration=True)
    with pytest.raises(Denied) as refusal:
        find_body(code)
    assert refusal.value.status == 404


def test_the_list_holds_live_councils_by_name_and_no_other_bodies(world: World) -> None:
    for n, kind in enumerate(Kind):
        world.council(f"b{n:02}", kind=kind, name=f"Name {99 - n}")
    world.council("gone", end_date=date(2020, 1, 1))
    world.council("demo-elm", demonstration=True)
    listed = bodies_listed(date(2026, 1, 1), demonstration=False)
    assert {record.body.kind for record in listed} == set(COUNCILS)
    assert [record.name for record in listed] == sorted(record.name for record in listed)
    assert listed.filter(body__code="gone").count() == 0
    assert bodies_listed(date(2019, 1, 1), demonstration=False).filter(body__code="gone").exists()


def test_the_list_can_be_narrowed_to_a_region_and_a_kind(world: World) -> None:
    world.council("a", region="London", kind=Kind.LONDON_BOROUGH)
    world.council("b", region="London", kind=Kind.CITY_CORPORATION)
    world.council("c", region="South East")
    day = date(2026, 1, 1)
    assert [r.body.code for r in bodies_listed(day, demonstration=False, region="London")] == ["a", "b"]
    assert [r.body.code for r in bodies_listed(day, demonstration=False, kind="district")] == ["c"]
    assert bodies_listed(day, demonstration=False, kind="nonsense").count() == 3
