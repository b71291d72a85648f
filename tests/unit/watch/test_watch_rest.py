"""Can a program read what was found about its own council's domains, ask for a look, and nothing of anybody else's?"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.unit.watch.watched import a_domain, a_finding, a_visit
from tests.worlds import World
from wardmote.kernel.roles import READS_ANSWERS, Role
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.models import Body
from wardmote.watch.models import Change, Explanation, Visit

Call = Callable[..., Any]
DOMAINS = "/councils/elm/checks/domains"


def _call(token: str, method: str, path: str, body: Any = None, **query: Any) -> Any:
    return Client().generic(
        method,
        f"/api/v1{path}",
        "" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
        query_params=query,
    )


def program_of(world: World, council: Body, role: Role, *scopes: str) -> Call:
    """Return what calls the API as somebody in a role."""
    viewer = world.viewer(world.someone(council, role))
    wanted = list(scopes or ("checks:read", "checks:write"))
    return partial(_call, issue_token(by=viewer, name="x", scopes=wanted, days=1, at=world.at)[1])


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def program(world: World, council: Body) -> Call:
    return program_of(world, council, Role.CONTRIBUTOR)


def test_domains_come_with_their_newest_grade(world: World, council: Body, program: Call) -> None:
    seen = a_domain(council, "a.example", at=world.at)
    a_visit(seen, at=world.at - timedelta(days=1), letter="D", points=40)
    a_visit(seen, at=world.at, letter="B", points=80, bad=1, weak=2)
    a_domain(council, "b.example", at=world.at, is_verified=False, is_parked=True)
    a_domain(council, "gone.example", at=world.at, removed_at=world.at)
    first, second = program("GET", DOMAINS).json()["items"]
    assert {key: first[key] for key in ("id", "name", "letter", "points", "bad", "weak", "is_verified")} == {
        "id": seen.pk,
        "name": "a.example",
        "letter": "B",
        "points": 80,
        "bad": 1,
        "weak": 2,
        "is_verified": True,
    }
    assert (second["letter"], second["looked_at"], second["is_verified"], second["is_parked"]) == (
        None,
        None,
        False,
        True,
    )


def test_lists_are_paged_by_key(world: World, council: Body, program: Call) -> None:
    domain = a_domain(council, at=world.at)
    for number in range(5):
        a_domain(council, f"d{number}.example", at=world.at)
        a_finding(domain, f"check_{number}", at=world.at)
    for path, key in ((DOMAINS, "name"), (f"{DOMAINS}/{domain.pk}/findings", "check")):
        found, cursor = [], ""
        while True:
            page = program("GET", path, limit=2, **({"cursor": cursor} if cursor else {})).json()
            found += [item[key] for item in page["items"]]
            cursor = page["next"]
            if not cursor:
                break
        assert found == sorted(found)
        assert len(found) in (5, 6)


def test_findings_come_with_evidence_fix_and_explanation(world: World, council: Body, program: Call) -> None:
    domain = a_domain(council, at=world.at)
    a_finding(domain, "dmarc_policy", at=world.at, severity=3)
    until = (world.at + timedelta(days=5)).date()
    Explanation.objects.create(
        council=council, domain=domain, check_id="dmarc_policy", reason="Booked.", until=until, explained_at=world.at
    )
    (item,) = program("GET", f"{DOMAINS}/{domain.pk}/findings").json()["items"]
    assert item["title"] == "DMARC has forged mail stopped"
    assert (item["verdict"], item["severity"], item["evidence"]) == ("bad", 3, ["elm.gov.uk. TXT dmarc_policy"])
    assert item["explanation"] == {"reason": "Booked.", "until": until.isoformat()}


def test_changes_are_given_since_a_moment_oldest_first(world: World, council: Body, program: Call) -> None:
    domain = a_domain(council, at=world.at)
    for days in (1, 3, 9):
        Change.objects.create(
            council=council,
            domain=domain,
            check_id="x",
            before="good",
            after="bad",
            says=f"{days} days ago",
            at=world.at - timedelta(days=days),
        )
    since = (world.at - timedelta(days=3)).isoformat()
    items = program("GET", "/councils/elm/checks/changes", since=since).json()["items"]
    assert [item["says"] for item in items] == ["3 days ago", "1 days ago"]
    assert items[0]["domain_name"] == "elm.gov.uk"
    assert program("GET", "/councils/elm/checks/changes", since="2026-01-01T00:00:00").status_code == 422


def test_a_look_is_asked_for_once(world: World, council: Body, program: Call) -> None:
    domain = a_domain(council, at=world.at)
    first = program("POST", f"{DOMAINS}/{domain.pk}/visits")
    again = program("POST", f"{DOMAINS}/{domain.pk}/visits")
    assert (first.status_code, first.json()["state"]) == (202, "waiting")
    assert again.json()["id"] == first.json()["id"] == Visit.objects.get().pk
    assert program("GET", DOMAINS).json()["items"][0]["is_waiting"] is True


def test_an_unproved_domain_isnt_looked_at(world: World, council: Body, program: Call) -> None:
    domain = a_domain(council, at=world.at, is_verified=False)
    assert program("POST", f"{DOMAINS}/{domain.pk}/visits").status_code == 409
    assert not Visit.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_answers_reads_findings(world: World, council: Body, role: Role) -> None:
    place = council if role in READS_ANSWERS or role in (Role.COUNCILLOR, Role.ASSURER) else None
    if place is None:
        pytest.skip("held elsewhere; the matrix of doors knocks for them")
    domain = a_domain(council, at=world.at)
    call = program_of(world, place, role)
    expected = 200 if role in READS_ANSWERS else {Role.COUNCILLOR: 403, Role.ASSURER: 404}[role]
    for path in (DOMAINS, f"{DOMAINS}/{domain.pk}/findings", "/councils/elm/checks/changes"):
        assert call("GET", path).status_code == expected


def test_another_councils_domains_arent_there(world: World, program: Call) -> None:
    other = a_domain(world.council("oak"), at=world.at)
    assert program("GET", "/councils/oak/checks/domains").status_code == 404
    assert program("GET", f"{DOMAINS}/{other.pk}/findings").status_code == 404
    assert program("POST", f"{DOMAINS}/{other.pk}/visits").status_code == 404


def test_a_token_that_only_reads_asks_for_no_look(world: World, council: Body) -> None:
    domain = a_domain(council, at=world.at)
    call = program_of(world, council, Role.CONTRIBUTOR, "checks:read")
    assert call("POST", f"{DOMAINS}/{domain.pk}/visits").status_code == 403


def test_a_token_for_services_and_systems_opens_no_checks(council: Body, world: World) -> None:
    call = program_of(world, council, Role.CONTRIBUTOR, "estate:read", "estate:write")
    assert call("GET", DOMAINS).status_code == 403
