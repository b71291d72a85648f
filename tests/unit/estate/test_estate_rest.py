"""Can a program keep its own council's list of systems, and nobody else's?"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.worlds import World
from wardmote.estate.models import Service, System
from wardmote.estate.queries.estate import systems_of
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.models import Body
from wardmote.register.public import Viewer

AddService = Callable[[str], Service]
ListSystem = Callable[..., System]
Call = Callable[..., Any]
SYSTEMS = "/councils/elm/estate/systems"
MAPS = {"name": "Maps", "kind": "corporate"}


def _call(token: str, method: str, path: str, body: Any = None, **query: Any) -> Any:
    return Client().generic(
        method,
        f"/api/v1{path}",
        "" if body is None else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
        query_params=query,
    )


def program_of(world: World, viewer: Viewer, *scopes: str) -> Call:
    """Return what calls the API with a token of the person."""
    wanted = list(scopes or ("estate:read", "estate:write"))
    _token, text = issue_token(by=viewer, name="x", scopes=wanted, days=1, at=world.at)
    return partial(_call, text)


@pytest.fixture
def program(world: World, ada: Viewer) -> Call:
    return program_of(world, ada)


def test_services_are_listed_with_what_the_catalogue_says(program: Call, add_service: AddService) -> None:
    harbour, planning, care = add_service("Harbour"), add_service("planning"), add_service("adult-social-care")
    items = program("GET", "/councils/elm/estate/services").json()["items"]
    assert [(i["id"], i["key"], i["name"], i["is_often_essential"]) for i in items] == [
        (care.pk, "adult-social-care", "Adult social care", True),
        (harbour.pk, "", "Harbour", None),
        (planning.pk, "planning", "Planning and building control", False),
    ]


def test_a_system_is_added_once_listed_changed_and_removed(
    program: Call, council: Body, add_service: AddService
) -> None:
    planning = add_service("planning")
    sent = MAPS | {"supplier": "Maps Ltd", "services": [planning.pk]}
    made, again = program("POST", SYSTEMS, sent), program("POST", SYSTEMS, sent)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    assert made.json() == {
        "id": systems_of(council).get().pk,
        "name": "Maps",
        "kind": "corporate",
        "hosting": "unknown",
        "supplier": "Maps Ltd",
        "owner": "",
        "description": "",
        "services": [planning.pk],
    }
    assert program("GET", SYSTEMS).json() == {"items": [made.json()], "next": None}
    place = f"{SYSTEMS}/{made.json()['id']}"
    saved = program("PUT", place, MAPS | {"hosting": "cloud"})
    assert (saved.status_code, saved.json()["hosting"]) == (200, "cloud")
    assert (saved.json()["supplier"], saved.json()["services"]) == ("", [])
    assert [program("DELETE", place).status_code for _ in range(2)] == [204, 404]
    assert program("GET", SYSTEMS).json()["items"] == []


def test_long_lists_come_in_pages_with_every_system_once(world: World, program: Call, council: Body) -> None:
    System.objects.bulk_create(
        System(council=council, name=f"System {n:02}", kind="mission", added_at=world.at) for n in range(25)
    )
    found, cursor = [], ""
    while cursor is not None:
        page = program("GET", SYSTEMS, limit=10, cursor=cursor).json()
        found += [item["name"] for item in page["items"]]
        cursor = page["next"]
    assert found == [f"System {n:02}" for n in range(25)]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 422),
        ({"name": "  "}, 422),
        ({"name": "x" * 121}, 422),
        ({"name": "a\x00b"}, 422),
        ({"kind": "shiny"}, 422),
        ({"hosting": "shed"}, 422),
        ({"services": ["1"]}, 422),
        ({"services": [10**30]}, 422),
        ({"services": [999_999]}, 409),
    ],
)
def test_an_unfit_system_is_refused_and_not_kept(
    program: Call, council: Body, change: dict[str, Any], status: int
) -> None:
    assert program("POST", SYSTEMS, MAPS | change).status_code == status
    assert not systems_of(council).exists()


def test_a_name_in_use_is_a_conflict(program: Call, list_system: ListSystem) -> None:
    maps, other = list_system("Maps"), list_system("Payroll")
    assert program("POST", SYSTEMS, MAPS).status_code == 409
    assert program("PUT", f"{SYSTEMS}/{other.pk}", MAPS).status_code == 409
    assert program("PUT", f"{SYSTEMS}/{maps.pk}", MAPS).status_code == 200


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL))
def test_programs_do_what_their_people_may(world: World, council: Body, list_system: ListSystem, role: Role) -> None:
    system = list_system("Payroll")
    program = program_of(world, world.viewer(world.someone(council, role)))
    reads = [program("GET", path).status_code for path in (SYSTEMS, "/councils/elm/estate/services")]
    assert set(reads) == {200 if role in READS_ANSWERS else 403}
    writes = [
        program("POST", SYSTEMS, MAPS).status_code,
        program("PUT", f"{SYSTEMS}/{system.pk}", MAPS | {"name": "Pay"}).status_code,
        program("DELETE", f"{SYSTEMS}/{system.pk}").status_code,
    ]
    assert writes == ([201, 200, 204] if role in WRITES_ANSWERS else [403, 403, 403])


def test_a_token_needs_the_scope(world: World, ada: Viewer, list_system: ListSystem) -> None:
    system = list_system("Payroll")
    reading = program_of(world, ada, "estate:read")
    assert reading("GET", SYSTEMS).status_code == 200
    assert reading("POST", SYSTEMS, MAPS).status_code == 403
    assert reading("PUT", f"{SYSTEMS}/{system.pk}", MAPS).status_code == 403
    assert reading("DELETE", f"{SYSTEMS}/{system.pk}").status_code == 403
    assert program_of(world, ada, "estate:write")("GET", SYSTEMS).status_code == 403


def test_another_councils_systems_arent_there(world: World, program: Call) -> None:
    other = world.council("oak")
    theirs = System.objects.create(council=other, name="Theirs", kind="mission", added_at=world.at)
    assert program("GET", "/councils/oak/estate/systems").status_code == 404
    assert program("POST", "/councils/oak/estate/systems", MAPS).status_code == 404
    for place in (f"/councils/oak/estate/systems/{theirs.pk}", f"{SYSTEMS}/{theirs.pk}"):
        assert program("PUT", place, MAPS).status_code == 404
        assert program("DELETE", place).status_code == 404
    assert program("DELETE", f"{SYSTEMS}/{10**30}").status_code == 422
    theirs.refresh_from_db()
    assert (theirs.name, theirs.removed_at) == ("Theirs", None)
