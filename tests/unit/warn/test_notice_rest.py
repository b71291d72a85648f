"""Can a program read its own council's warnings and answer them, and nothing of anybody else's?"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.unit.warn.warned import a_notice, a_statement, a_story
from tests.worlds import World
from wardmote.kernel.moments import today
from wardmote.kernel.roles import Role
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.models import Body
from wardmote.warn.models import Priority

Call = Callable[..., Any]
LIST = "/councils/elm/warnings"


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
    wanted = list(scopes or ("warnings:read", "warnings:write"))
    return partial(_call, issue_token(by=viewer, name="x", scopes=wanted, days=1, at=world.at)[1])


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def program(world: World, council: Body) -> Call:
    return program_of(world, council, Role.CONTRIBUTOR)


def test_the_list_holds_what_waits_with_its_numbers(world: World, council: Body, program: Call) -> None:
    story = a_story("NetScaler leaks", "CVE-2026-1111", "GHSA-1", at=world.at, score=9.8)
    notice = a_notice(council, story, at=world.at, priority=Priority.NOW, due_on=today())
    a_notice(council, a_story("Mended", at=world.at), at=world.at, answer="fixed", answered_at=world.at)
    (item,) = program("GET", LIST).json()["items"]
    assert (item["id"], item["names"], item["title"]) == (notice.pk, ["CVE-2026-1111", "GHSA-1"], "NetScaler leaks")
    assert (item["priority"], item["due_on"], item["is_waiting"], item["answer"]) == (1, str(today()), True, None)
    assert (item["score"], item["label"], item["edition"]) == (9.8, "clear", 1)


def test_filters_and_words_narrow_the_list(world: World, council: Body, program: Call) -> None:
    a_notice(council, a_story("Waits", "CVE-2026-1111", at=world.at), at=world.at)
    a_notice(council, a_story("Mended", at=world.at), at=world.at, answer="fixed", answered_at=world.at)
    a_notice(council, a_story("Gone", at=world.at), at=world.at, taken_back_at=world.at, priority=Priority.NOW)

    def titles(**query: Any) -> set[str]:
        return {item["title"] for item in program("GET", LIST, **query).json()["items"]}

    assert titles(show="answered") == {"Mended"}
    assert titles(show="taken-back") == {"Gone"}
    assert titles(show="all") == {"Waits", "Mended", "Gone"}
    assert titles(show="all", priority=1) == {"Gone"}
    assert titles(words="cve-2026-1111") == {"Waits"}
    assert program("GET", LIST, show="nonsense").status_code == 422


def test_the_list_is_paged_by_key(world: World, council: Body, program: Call) -> None:
    for number in range(7):
        a_notice(council, a_story(f"F{number}", at=world.at), at=world.at, priority=number % 3 + 1)
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = program("GET", LIST, limit=2, **({"cursor": cursor} if cursor else {})).json()
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    assert len({item["id"] for item in found}) == len(found) == 7
    assert [item["priority"] for item in found] == sorted(item["priority"] for item in found)


def test_one_warning_comes_with_what_to_do_and_who_says_so(world: World, council: Body, program: Call) -> None:
    story = a_story(at=world.at)
    a_statement(story, at=world.at, key="ADV-7")
    a_statement(story, at=world.at, key="HUSH", label="red")
    item = program("GET", f"{LIST}/{a_notice(council, story, at=world.at).pk}").json()
    assert item["act"] == "Update NetScaler ADC to 14.1-43.56."
    assert [(source["source"], source["key"]) for source in item["sources"]] == [("Vendor's advisories", "ADV-7")]
    assert item["links"] == [{"url": "https://vendor.example/adv", "title": "ADV"}]


def test_an_answer_is_kept_and_a_stale_one_refused(world: World, council: Body, program: Call) -> None:
    path = f"{LIST}/{a_notice(council, at=world.at).pk}/answer"
    until = str(today() + timedelta(days=3))
    done = program("POST", path, {"answer": "planned", "until": until, "edition": 1})
    assert (done.status_code, done.json()["answer"], done.json()["until"]) == (200, "planned", until)
    assert done.json()["is_waiting"] is False
    assert program("POST", path, {"answer": "planned", "until": until, "edition": 1}).status_code == 200
    stale = program("POST", path, {"answer": "fixed", "edition": 1})
    assert stale.status_code == 409
    assert stale.headers["Content-Type"] == "application/problem+json"
    assert program("POST", path, {"answer": "fixed", "edition": 2}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"answer": "planned", "edition": 1}, 403),
        ({"answer": "not-affected", "edition": 1}, 403),
        ({"answer": "perhaps", "edition": 1}, 422),
        ({"answer": "fixed"}, 422),
        ({"answer": "fixed", "edition": -1}, 422),
        ({"answer": "fixed", "edition": 1, "reason": "x" * 601}, 422),
        ({"answer": "fixed", "edition": 1, "reason": "\x00"}, 422),
    ],
)
def test_an_unfit_answer_is_refused(
    world: World, council: Body, program: Call, body: dict[str, Any], status: int
) -> None:
    answer = program("POST", f"{LIST}/{a_notice(council, at=world.at).pk}/answer", body)
    assert answer.status_code == status


def test_scopes_roles_and_other_councils(world: World, council: Body, program: Call) -> None:
    notice, theirs = a_notice(council, at=world.at), a_notice(world.council("oak"), at=world.at)
    fixed = {"answer": "fixed", "edition": 1}
    reads = program_of(world, council, Role.LEAD, "warnings:read")
    assert reads("GET", LIST).status_code == 200
    assert reads("POST", f"{LIST}/{notice.pk}/answer", fixed).status_code == 403
    viewer = program_of(world, council, Role.VIEWER)
    assert viewer("GET", LIST).status_code == 200
    assert viewer("POST", f"{LIST}/{notice.pk}/answer", fixed).status_code == 403
    assert program_of(world, council, Role.COUNCILLOR)("GET", LIST).status_code == 403
    assert program("GET", "/councils/oak/warnings").status_code == 404
    assert program("GET", f"{LIST}/{theirs.pk}").status_code == 404
    assert program("POST", f"{LIST}/{theirs.pk}/answer", fixed).status_code == 404
    assert program_of(world, council, Role.LEADER, "checks:read")("GET", LIST).status_code == 403
