"""Can a program keep its list in its own council's inventory up to date, and nobody else's?"""

import gzip
import json
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.unit.estate.listed_items import LOG4J, NETSCALER, cyclonedx, sent, size_of, told
from tests.unit.estate.test_estate_rest import Call, program_of
from tests.worlds import World
from wardmote.estate.actions.load_catalogue import load_catalogue
from wardmote.estate.line_facts import LineFacts
from wardmote.estate.models import Item
from wardmote.kernel.roles import INSIDE_COUNCIL, READS_ANSWERS, WRITES_ANSWERS, Role
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.models import Body
from wardmote.register.public import Viewer

pytestmark = pytest.mark.django_db
HERE = "/councils/elm/inventory"


@pytest.fixture
def program(world: World, ada: Viewer) -> Call:
    load_catalogue(at=world.at)
    return program_of(world, ada)


@pytest.fixture
def send(world: World, ada: Viewer) -> Call:
    """Return what puts bytes, as they are, under the name of a list."""
    _token, text = issue_token(by=ada, name="x", scopes=["estate:write"], days=1, at=world.at)
    put = partial(Client().generic, "PUT", headers={"Authorization": f"Bearer {text}"})
    return lambda content, batch="agent", kind="application/json": put(
        f"/api/v1{HERE}/{batch}", content, content_type=kind
    )


def test_a_list_is_put_once_read_page_by_page_and_removed(program: Call, council: Body) -> None:
    lines = [
        {"vendor": "Civica", "product": "OpenRevenues", "version": "23", "is_exposed": True, "note": "tax"},
        {"written": "Old tax thing 1"},
        {"cpe": NETSCALER},
        {"purl": LOG4J},
    ]
    first = program("PUT", f"{HERE}/agent", {"lines": lines}).json()
    assert first == {"added": 4, "removed": 0, "changed": 0, "same": 0, "unnamed": 1, "left_out": 0, "unread": []}
    again = program("PUT", f"{HERE}/agent", {"lines": lines}).json()
    assert (again["added"], again["same"]) == (0, 4)
    page = program("GET", HERE, limit=3).json()
    rest = program("GET", HERE, limit=3, cursor=page["next"]).json()
    found = {one["written"]: one for one in page["items"] + rest["items"]}
    assert (len(found), rest["next"]) == (4, None)
    named = found["Civica OpenRevenues 23"]
    assert {key: named[key] for key in ("vendor", "product", "version", "is_named", "is_exposed", "batch")} == {
        "vendor": "Civica",
        "product": "OpenRevenues",
        "version": "23",
        "is_named": True,
        "is_exposed": True,
        "batch": "agent",
    }
    assert found["Old tax thing 1"]["is_named"] is False
    assert found[NETSCALER]["product"] == "NetScaler ADC"
    assert found[LOG4J]["version"] == "2.14.1"
    fewer = program("PUT", f"{HERE}/agent", {"lines": lines[:1]}).json()
    assert fewer["removed"] == 3
    assert [program("DELETE", f"{HERE}/agent").status_code for _ in range(2)] == [204, 204]
    assert told(council) == {}


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_parts_list_is_taken_as_it_is_or_packed(send: Call, council: Body, is_packed: bool) -> None:
    content = cyclonedx({"name": "a", "version": "1", "purl": "pkg:npm/a@1"}, {"type": "file", "name": "x"}, {})
    answer = send(gzip.compress(content) if is_packed else content, kind="application/vnd.cyclonedx+json")
    assert answer.status_code == 200
    assert (answer.json()["added"], answer.json()["left_out"]) == (1, 1)
    assert answer.json()["unread"] == ["components[2]: This entry has no name."]
    assert set(told(council)) == {"a 1"}


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 422, "The file is empty."),
        (b"{", 422, "not valid JSON"),
        (b'{"lines": 1}', 422, "list"),
        (b'{"lines": [{"written": 5}]}', 422, "string"),
        (b'{"lines": [{"written": "a", "note": "a\\u0000"}]}', 422, "pattern"),
        (b'{"lines": [], "lines": []}', 422, "stands twice"),
        (b'{"lines": ' + b"[" * 100 + b"]" * 100 + b"}", 422, "nested deeper"),
        (b'{"lines": [{}]}', 403, "Say which product it is."),
        (b'{"lines": [{"written": "a", "system": 99}]}', 409, "One of the systems"),
        (json.dumps({"lines": [{"written": "a"}] * 20_001}).encode(), 422, "20000"),
        (gzip.compress(b" " * 49_000_000, mtime=0), 422, "more than 200 times its size"),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), 422, "Another archive"),
        (b'{"lines": [{"written": "' + b"x" * 2_700_000 + b'"}]}', 413, ""),
    ],
    ids=size_of,
)
def test_a_list_that_is_not_fit_is_refused_and_the_old_one_stays(
    send: Call, ada: Viewer, council: Body, content: bytes, status: int, says: str
) -> None:
    sent(ada, council, "agent", [LineFacts("kept")])
    answer = send(content)
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"].startswith("application/problem+json") or status == 413
    assert says in answer.content.decode()
    assert told(council) == {"kept": None}


def test_what_was_seen_from_outside_is_no_programs_to_change(program: Call) -> None:
    assert program("PUT", f"{HERE}/seen", {"lines": []}).status_code == 403
    assert program("DELETE", f"{HERE}/Seen").status_code == 403


@pytest.mark.parametrize("role", sorted(INSIDE_COUNCIL))
def test_programs_do_what_their_people_may(world: World, council: Body, role: Role) -> None:
    program = program_of(world, world.viewer(world.someone(council, role, "Pat")))
    assert program("GET", HERE).status_code == (200 if role in READS_ANSWERS else 403)
    expected = 200 if role in WRITES_ANSWERS else 403
    assert program("PUT", f"{HERE}/agent", {"lines": [{"written": "a"}]}).status_code == expected
    assert program("DELETE", f"{HERE}/agent").status_code == (204 if role in WRITES_ANSWERS else 403)


def test_a_token_needs_the_scope(world: World, ada: Viewer) -> None:
    reader = program_of(world, ada, "estate:read")
    assert reader("GET", HERE).status_code == 200
    assert reader("PUT", f"{HERE}/agent", {"lines": []}).status_code == 403
    assert program_of(world, ada, "warnings:read")("GET", HERE).status_code == 403


def test_no_program_reaches_another_councils_lines(world: World, program: Call) -> None:
    other = world.council("bex")
    ben = world.viewer(world.someone(other, Role.LEAD, "Ben"))
    sent(ben, other, "agent", [LineFacts("Secret thing")])
    answers: list[Any] = [
        program("GET", "/councils/bex/inventory"),
        program("PUT", "/councils/bex/inventory/agent", {"lines": []}),
        program("DELETE", "/councils/bex/inventory/agent"),
    ]
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert program("DELETE", f"{HERE}/agent").status_code == 204
    assert Item.objects.get().removed_at is None
    assert program("GET", HERE).json()["items"] == []
