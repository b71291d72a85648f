"""Who reads a council's people and its activity?"""

from collections.abc import Callable
from typing import Any

import pytest

from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person, Reading

Call = Callable[..., Any]
PATHS = ["/councils/{}/members", "/councils/{}/activity", "/councils/{}/stocktake"]


def test_a_lead_reads_who_belongs(lead: Call, world: dict[str, Body], make_person: Callable[..., Person]) -> None:
    make_person("carl", Role.CONTRIBUTOR, world["own"])
    make_person("else", Role.CONTRIBUTOR, world["other"])
    first = lead("GET", "/councils/OAKHAM/members", limit=1).json()
    second = lead("GET", "/councils/OAKHAM/members", limit=1, cursor=first["next"]).json()
    assert [(m["email"], m["role"]) for m in first["items"]] == [("lena@x.example", "lead")]
    assert [(m["email"], m["role"]) for m in second["items"]] == [("carl@x.example", "contributor")]
    assert second["next"] is None


def test_whoever_lets_in_first_leads_reads_members_and_is_seen_reading(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call]
) -> None:
    call = program_of(make_person("petra", Role.PROGRAMME_TEAM, world["programme"]))
    assert call("GET", "/councils/OAKHAM/members").status_code == 200
    with seeing_as_system():
        reading = Reading.objects.get()
    assert (reading.council, reading.on_behalf_of, reading.what) == (world["own"], world["programme"], "members")
    assert call("GET", "/councils/DEMOTON/members").status_code == 404


def test_a_lead_reads_what_was_done_newest_first(lead: Call) -> None:
    question = lead("GET", "/frameworks/stocktake").json()["areas"][0]["questions"][0]["id"]
    lead("PUT", f"/councils/OAKHAM/stocktake/answers/{question}", {"level": 2})
    page = lead("GET", "/councils/OAKHAM/activity", limit=1).json()
    older = lead("GET", "/councils/OAKHAM/activity", limit=1, cursor=page["next"]).json()
    assert [(a["action"], a["by"], a["after"]) for a in page["items"]] == [("stocktake.answered", "Lena", {"level": 2})]
    assert [a["action"] for a in older["items"]] == ["stocktake.opened"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("code", ["ELMTON", "DEMOTON", "SEWARP", "PROG", "NOWHERE"])
def test_another_body_is_not_there(lead: Call, path: str, code: str) -> None:
    assert lead("GET", path.format(code)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_fictional_lead_reads_their_own_council_and_no_real_one(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call], path: str
) -> None:
    call = program_of(make_person("dora", Role.LEAD, world["fictional"]))
    assert call("GET", path.format("DEMOTON")).status_code == 200
    assert call("GET", path.format("OAKHAM")).status_code == 404


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER])
def test_colleagues_are_told_to_ask_their_lead(
    world: dict[str, Body],
    make_person: Callable[..., Person],
    program_of: Callable[..., Call],
    path: str,
    role: Role,
) -> None:
    refusal = program_of(make_person("carl", role, world["own"]))("GET", path.format("OAKHAM"))
    assert refusal.status_code == 403
    assert "cyber lead" in refusal.json()["detail"]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_reads_with_a_lapsed_membership(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Call], path: str
) -> None:
    person = make_person("late", Role.LEAD, world["own"])
    with seeing_as_system():
        person.memberships.update(lapses_on="2024-01-01")
    assert program_of(person)("GET", path.format("OAKHAM")).status_code == 404
