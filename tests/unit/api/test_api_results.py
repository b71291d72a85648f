"""Who sees submitted results, with how much behind them, and does the council see who looked?"""

from collections.abc import Callable
from typing import Any

import pytest

from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person, Reading
from wardmote.register.models.sharing import Level

Call = Callable[..., Any]
Make = Callable[..., Person]
OUTSIDERS = [
    (Role.PROGRAMME_TEAM, "programme", "programme"),
    (Role.WARP_OPERATOR, "warp", "warp"),
    (Role.ASSURER, "other", "reviewers"),
]


def councils(response: Any) -> list[str]:
    return [item["council"] for item in response.json()["items"]]


def readings() -> list[Reading]:
    with seeing_as_system():
        return list(Reading.objects.select_related("council", "on_behalf_of"))


def test_ones_own_results_come_with_reasons_and_leave_no_trace(
    lead: Call, world: dict[str, Body], submit: Callable[..., None]
) -> None:
    submit(world["own"])
    shown = lead("GET", "/councils/OAKHAM/results").json()
    assert [(one["area"], one["rating"]) for one in shown["latest"]] == [("leadership", "amber-green")]
    assert shown["reasons"][0]["note"] == "Why"
    assert councils(lead("GET", "/results")) == ["OAKHAM"]
    assert readings() == []


def test_ones_own_council_without_results_is_there(lead: Call) -> None:
    assert lead("GET", "/councils/OAKHAM/results").json() == {
        "council": "OAKHAM",
        "overall": {"score": 0.0, "rating": None, "areas": 0, "total": 5},
        "latest": [],
        "earlier": [],
        "reasons": None,
    }


@pytest.mark.parametrize("code", ["ELMTON", "DEMOTON", "NOWHERE"])
def test_a_council_that_shares_nothing_with_the_reader_is_not_there(
    lead: Call, world: dict[str, Body], submit: Callable[..., None], code: str
) -> None:
    submit(world["other"], warp=Level.REASONS, reviewers=Level.REASONS)
    submit(world["fictional"])
    assert lead("GET", f"/councils/{code}/results").status_code == 404
    assert councils(lead("GET", "/results")) == []
    assert readings() == []


@pytest.mark.parametrize(("role", "place", "audience"), OUTSIDERS)
def test_results_are_shown_without_reasons_where_the_council_says_so(
    world: dict[str, Body],
    make_person: Make,
    program_of: Callable[..., Call],
    submit: Callable[..., None],
    role: Role,
    place: str,
    audience: str,
) -> None:
    submit(world["other"], **{audience: Level.RESULTS})
    call = program_of(make_person("outside", role, world[place]))
    shown = call("GET", "/councils/ELMTON/results").json()
    assert (shown["latest"][0]["rating"], shown["reasons"]) == ("amber-green", None)
    assert [(r.council, r.on_behalf_of, r.audience) for r in readings()] == [(world["other"], world[place], audience)]


@pytest.mark.parametrize(("role", "place", "audience"), OUTSIDERS)
def test_reasons_are_shown_where_the_council_says_so(
    world: dict[str, Body],
    make_person: Make,
    program_of: Callable[..., Call],
    submit: Callable[..., None],
    role: Role,
    place: str,
    audience: str,
) -> None:
    submit(world["other"], **{audience: Level.REASONS})
    call = program_of(make_person("outside", role, world[place]))
    assert call("GET", "/councils/ELMTON/results").json()["reasons"][0]["note"] == "Why"
    assert readings()[0].what == "stocktake results and reasons"


@pytest.mark.parametrize(("role", "place", "audience"), OUTSIDERS)
def test_nothing_is_shown_where_the_council_says_so(
    world: dict[str, Body],
    make_person: Make,
    program_of: Callable[..., Call],
    submit: Callable[..., None],
    role: Role,
    place: str,
    audience: str,
) -> None:
    submit(world["other"], **{audience: Level.NOTHING})
    call = program_of(make_person("outside", role, world[place]))
    assert call("GET", "/councils/ELMTON/results").status_code == 404
    assert councils(call("GET", "/results")) == []
    assert readings() == []


@pytest.mark.parametrize(("role", "place", "audience"), OUTSIDERS)
def test_a_list_of_others_results_is_logged_for_its_audience(
    world: dict[str, Body],
    make_person: Make,
    program_of: Callable[..., Call],
    submit: Callable[..., None],
    role: Role,
    place: str,
    audience: str,
) -> None:
    submit(world["other"], **{audience: Level.RESULTS})
    submit(world["fictional"], **{audience: Level.REASONS})
    call = program_of(make_person("outside", role, world[place]))
    assert councils(call("GET", "/results")) == ["ELMTON"]
    (reading,) = readings()
    assert (reading.on_behalf_of, reading.audience, reading.what) == (world[place], audience, "stocktake results")
    assert reading.council == (world["other"] if role is Role.ASSURER else None)


def test_the_list_comes_newest_first_by_pages(
    world: dict[str, Body],
    make_person: Make,
    program_of: Callable[..., Call],
    submit: Callable[..., None],
    make_body: Callable[..., Body],
) -> None:
    made = [f"C{number}" for number in range(5)]
    for code in made:
        submit(make_body(code))
    call = program_of(make_person("petra", Role.PROGRAMME_TEAM, world["programme"]))
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = call("GET", "/results", limit=2, cursor=cursor, latest="true")
        seen += councils(page)
        cursor = page.json()["next"]
    assert seen == made[::-1]


def test_a_programme_of_the_fictional_world_sees_only_fictional_results(
    world: dict[str, Body],
    make_body: Callable[..., Body],
    make_person: Make,
    program_of: Callable[..., Call],
    submit: Callable[..., None],
) -> None:
    submit(world["own"])
    submit(world["fictional"])
    programme = make_body("DEMO-PROG", "programme", demonstration=True)
    call = program_of(make_person("dora", Role.PROGRAMME_TEAM, programme))
    assert councils(call("GET", "/results")) == ["DEMOTON"]
    assert call("GET", "/councils/OAKHAM/results").status_code == 404


def test_a_councillor_reads_the_results_and_not_the_answers(
    world: dict[str, Body], make_person: Make, program_of: Callable[..., Call], submit: Callable[..., None]
) -> None:
    submit(world["own"])
    call = program_of(make_person("cora", Role.COUNCILLOR, world["own"]))
    assert call("GET", "/councils/OAKHAM/results").status_code == 200
    assert call("GET", "/councils/OAKHAM/stocktake").status_code == 403
