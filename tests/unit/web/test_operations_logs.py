"""Do the logs say what happened without saying to whom?"""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from django.conf import settings as site
from django.db import IntegrityError
from django.test import Client

from tests.worlds import World, signed_in
from wardmote.config.logs import configure
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

Lines = Callable[[], list[dict[str, Any]]]
ADDRESS, SECRET = "ada.lovelace@aaa.gov.uk", "an-invitation-that-nobody-may-read"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Write the real logs, from DEBUG on, to where they can be read; return their lines so far."""
    root = logging.getLogger()
    before, level, out = root.handlers, root.level, StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", out)
        configure({"level": "DEBUG"})
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers = before
    root.setLevel(level)


def said(lines: Lines) -> str:
    """Return everything that was logged, as text."""
    return json.dumps(lines())


@pytest.fixture
def viewer(world: World) -> Person:
    """Somebody with an address that mustn't be written down."""
    person = world.person("Ada Lovelace", email=ADDRESS)
    world.give(person, world.council("AAA", domain="aaa.gov.uk"), Role.VIEWER)
    return person


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Exception], None]:
    """Let a function fail."""

    def breaks(where: str, fault: Exception) -> None:
        def fail(*_: Any, **__: Any) -> Any:
            raise fault

        monkeypatch.setattr(where, fail)

    return breaks


def test_a_line_is_one_json_object_with_its_time_level_and_source(lines: Lines) -> None:
    logging.getLogger("elsewhere").warning("something %s", "happened")
    structlog.get_logger("wardmote.test").info("ours", count=3)
    theirs, ours = lines()
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("something happened", "warning", "elsewhere")
    assert (ours["event"], ours["level"], ours["count"]) == ("ours", "info", 3)
    assert theirs["timestamp"].endswith("Z")


@pytest.mark.parametrize("key", ["email", "person", "token", "cookie", "data", "request"])
def test_what_names_a_person_or_opens_a_door_is_left_out(lines: Lines, key: str) -> None:
    structlog.get_logger("wardmote.test").info("ours", **{key: ADDRESS})
    logging.getLogger("elsewhere").warning("theirs", extra={key: ADDRESS})
    assert [line["event"] for line in lines()] == ["ours", "theirs"]
    assert ADDRESS not in said(lines)


def test_ordinary_visits_leave_no_address_cookie_or_secret(lines: Lines, viewer: Person) -> None:
    client = signed_in(viewer)
    session = client.cookies[site.SESSION_COOKIE_NAME].value
    for page in ("/", "/tokens/", f"/councils/?q={ADDRESS}", f"/invitations/{SECRET}/", "/nowhere/", "/councils/BBB/"):
        client.get(page)
    client.post("/tokens/", {"name": ADDRESS, "scopes": ["members:read"], "days": "30"})
    token = viewer.tokens.get()
    Client().get("/api/v1/me", headers={"authorization": f"Bearer {token.prefix}{SECRET}"})
    Client().post("/accounts/login/", {"email": ADDRESS})
    Client().get("/", headers={"host": "evil.test"})
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"email": ADDRESS})
    text = said(lines)
    for never in (ADDRESS, "Lovelace", session, SECRET, token.prefix):
        assert never not in text


def test_a_fault_is_logged_with_its_route_and_the_answers_number(lines: Lines, broken: Any, db: None) -> None:
    broken("wardmote.web.views.notices.render", RuntimeError("inner words"))
    answer = Client(raise_request_exception=False).get("/privacy/")
    ours = [line for line in lines() if line["logger"] == "wardmote.requests"]
    assert [(line["route"], line["status"], line["method"]) for line in ours] == [("privacy/", 500, "GET")]
    numbers = {line["request_id"] for line in lines() if line["level"] == "error"}
    assert numbers == {answer.headers["X-Request-Id"]}
    assert "inner words" in said(lines)


def test_a_fault_behind_a_secret_address_doesnt_write_the_secret_down(lines: Lines, broken: Any, db: None) -> None:
    broken("wardmote.register.views.joining.find_invitation", RuntimeError("x"))
    assert Client(raise_request_exception=False).get(f"/invitations/{SECRET}/").status_code == 500
    assert lines()
    assert SECRET not in said(lines)


def test_a_fault_of_the_database_doesnt_write_the_values_down(lines: Lines, broken: Any, viewer: Person) -> None:
    broken(
        "wardmote.register.views.tokens.tokens_of",
        IntegrityError(f"duplicate key value\nDETAIL:  Key (email)=({ADDRESS}) already exists."),
    )
    client = signed_in(viewer)
    client.raise_request_exception = False
    assert client.get("/tokens/").status_code == 500
    assert "duplicate key value" in said(lines)
    assert ADDRESS not in said(lines)
