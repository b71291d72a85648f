"""What do the tests of the API share: two worlds, people with roles, and their tokens."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from wardmote.assess.public import answer_question, first_area, submit_stocktake
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.actions.grant_membership import grant_membership
from wardmote.register.actions.issue_token import SCOPES, issue_token
from wardmote.register.models import Affiliation, Body, BodyRecord, Person
from wardmote.register.public import Viewer, find_viewer

ROOT = "/api/v1"
MakePerson = Callable[..., Person]


@dataclass(frozen=True)
class World:
    """The bodies that the tests speak of."""

    own: Body
    other: Body
    dissolved: Body
    demonstration: Body
    warp: Body
    programme: Body


@dataclass(frozen=True)
class Program:
    """A program that calls the API, with a token or without."""

    client: Client
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Call an operation and return the response; a body that isn't text yet is written as JSON."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(
            method,
            ROOT + path,
            "" if body is None else text,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            query_params=query,
        )

    def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return self("GET", path, **query)


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
def world(make_body: Callable[..., Body]) -> World:
    """Two real councils in one WARP, one that is gone, a fictional one, and the programme."""
    made = World(
        own=make_body("OAKHAM"),
        other=make_body("ELMTON"),
        dissolved=make_body("ASHBY", end_date=date(2020, 4, 1)),
        demonstration=make_body("DEMOTON", demonstration=True),
        warp=make_body("SEWARP", "warp"),
        programme=make_body("PROG", "programme"),
    )
    with seeing_as_system():
        for council in (made.own, made.other):
            Affiliation.objects.create(group=made.warp, member=council, source="test")
    return made


@pytest.fixture
def make_person(db: None, at: datetime) -> MakePerson:
    """Make a person with a role in a body, and with a second factor unless told otherwise."""

    def make(name: str, role: Role | None = None, body: Body | None = None, *, factor: bool = True) -> Person:
        with seeing_as_system():
            demonstration = body is not None and body.is_demonstration
            person = Person.objects.create_user(f"{name}@x.example", name.title(), is_demonstration=demonstration)
            if factor:
                Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
            if role and body:
                grant_membership(by=None, person=person, body=body, role=role, at=at)
        return person

    return make


@pytest.fixture
def viewer_of(at: datetime) -> Callable[[Person], Viewer]:
    """Find what a person is to each body."""

    def find(person: Person) -> Viewer:
        with seeing_as_system():
            return find_viewer(person, at.date())

    return find


@pytest.fixture
def as_person(at: datetime, viewer_of: Callable[[Person], Viewer]) -> Callable[..., Program]:
    """Return a program with a fresh token of the person, made at some moment and good for some days."""

    def call_as(person: Person, *scopes: str, made: datetime = at, days: int = 30) -> Program:
        with seeing_as_system():
            viewer = viewer_of(person)
            _token, text = issue_token(by=viewer, name="Test", scopes=list(scopes or SCOPES), days=days, at=made)
        return Program(Client(), text)

    return call_as


@pytest.fixture
def anybody(db: None) -> Program:
    """A program without a token."""
    return Program(Client())


@pytest.fixture
def lead(world: World, make_person: MakePerson, as_person: Callable[..., Program]) -> Program:
    """A program of the own council's cyber lead, with every scope."""
    return as_person(make_person("lena", Role.LEAD, world.own))


@pytest.fixture
def submit(at: datetime, make_person: MakePerson, viewer_of: Callable[[Person], Viewer]) -> Callable[..., None]:
    """Have a council's lead answer every question and submit."""

    def answer_all(council: Body, level: int = 3) -> None:
        person = make_person(f"answers-{council.code.lower()}", Role.LEAD, council)
        with seeing_as_system():
            by = viewer_of(person)
            for question in first_area().questions:
                answer_question(by=by, council=council, question=question.id, level=level, note="Why", edition=0, at=at)
            submit_stocktake(by=by, council=council, at=at)

    return answer_all
