"""What do the tests of the API share: two worlds, people with roles, and programs with their tokens?"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from wardmote.assess.public import answer_question, first_area, submit_stocktake
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.choose_sharing import choose_sharing
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.actions.issue_token import SCOPES, issue_token
from wardmote.register.models import Affiliation, Body, BodyRecord, Person
from wardmote.register.models.sharing import Audience, Level
from wardmote.register.public import find_viewer

ROOT = "/api/v1"


def _call(token: str, method: str, path: str, body: Any = None, **query: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().generic(
        method,
        ROOT + path,
        "" if body is None else text,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
        query_params=query,
    )


@pytest.fixture
def at() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@pytest.fixture
def make_body(db: None) -> Callable[..., Body]:
    """Make a body with one record."""

    def make(code: str, kind: str = "district", *, demonstration: bool = False, **dates: date) -> Body:
        with seeing_as_system():
            body = Body.objects.create(code=code, kind=kind, is_demonstration=demonstration, **dates)
            BodyRecord.objects.create(
                body=body,
                name=f"{code.title()} Council",
                short_name=code.title(),
                nation="England",
                region="South East",
                domain=f"{code.lower()}.gov.uk",
                population=100_000,
                source="test",
            )
        return body

    return make


@pytest.fixture
def world(make_body: Callable[..., Body]) -> dict[str, Body]:
    """Two real councils in one WARP, one that is gone, a fictional one, and the programme."""
    made = {
        "own": make_body("OAKHAM"),
        "other": make_body("ELMTON"),
        "gone": make_body("ASHBY", end_date=date(2020, 4, 1)),
        "fictional": make_body("DEMOTON", demonstration=True),
        "warp": make_body("SEWARP", "warp"),
        "programme": make_body("PROG", "programme"),
    }
    with seeing_as_system():
        for council in (made["own"], made["other"]):
            Affiliation.objects.create(group=made["warp"], member=council, source="test")
    return made


@pytest.fixture
def make_person(db: None, at: datetime) -> Callable[..., Person]:
    """Make a person with a role in a body, and with a second factor unless told otherwise."""

    def make(name: str, role: Role | None = None, body: Body | None = None, *, factor: bool = True) -> Person:
        with seeing_as_system():
            fictional = body is not None and body.is_demonstration
            person = Person.objects.create_user(f"{name}@x.example", name.title(), is_demonstration=fictional)
            if factor:
                Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
            if role and body:
                grant_membership(by=None, person=person, body=body, role=role, at=at)
        return person

    return make


@pytest.fixture
def program_of(at: datetime) -> Callable[..., Any]:
    """Return a function that calls the API with a fresh token of the person."""

    def issue(person: Person, *scopes: str, made: datetime = at, days: int = 30) -> Callable[..., Any]:
        with seeing_as_system():
            by = find_viewer(person, at.date())
            _token, text = issue_token(by=by, name="Test", scopes=list(scopes or SCOPES), days=days, at=made)
        return partial(_call, text)

    return issue


@pytest.fixture
def anybody(db: None) -> Callable[..., Any]:
    """Call the API without a token."""
    return partial(_call, "")


@pytest.fixture
def call_with(db: None) -> Callable[..., Any]:
    """Call the API with any text as the token."""
    return _call


@pytest.fixture
def lead(
    world: dict[str, Body], make_person: Callable[..., Person], program_of: Callable[..., Any]
) -> Callable[..., Any]:
    """Call the API as the own council's cyber lead, with every scope."""
    caller: Callable[..., Any] = program_of(make_person("lena", Role.LEAD, world["own"]))
    return caller


@pytest.fixture
def submit(at: datetime, make_person: Callable[..., Person]) -> Callable[..., None]:
    """Have a council's lead answer every question, submit, and choose who sees it."""

    def submit_all(council: Body, level: int = 3, **shares: Level) -> None:
        person = make_person(f"answers-{council.code.lower()}", Role.LEAD, council)
        with seeing_as_system():
            by = find_viewer(person, at.date())
            for question in first_area().questions:
                answer_question(by=by, council=council, question=question.id, level=level, note="Why", edition=0, at=at)
            submit_stocktake(by=by, council=council, area=first_area().id, at=at)
            levels = {Audience(audience): chosen for audience, chosen in shares.items()}
            choose_sharing(by=by, council=council, levels=levels, at=at)

    return submit_all
