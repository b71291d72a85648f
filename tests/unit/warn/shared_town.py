"""A WARP with a circle, its collections, people of each kind, and a program that calls the TAXII server for them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from tests.worlds import World
from wardmote.engines.advisories.facts import Label
from wardmote.kernel.roles import Role
from wardmote.register.actions.issue_token import issue_token
from wardmote.register.models import Body, Person
from wardmote.warn.actions.add_objects import add_objects
from wardmote.warn.actions.add_to_circle import add_to_circle
from wardmote.warn.actions.open_circle import open_circle
from wardmote.warn.actions.open_collection import Wanted, open_collection
from wardmote.warn.models import AddStatus, Circle, Collection

TAXII = "application/taxii+json;version=2.1"
SCOPES = ["warnings:read", "warnings:write"]


def indicator(number: int = 0, *, modified: str = "", **more: Any) -> dict[str, Any]:
    """Return an indicator; the same number gives the same id."""
    stamp = "2026-01-31T09:00:00.000Z"
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{UUID(int=number + (4 << 76) + (8 << 60))}",
        "created": stamp,
        "modified": modified or stamp,
        "name": f"Number {number}",
        "pattern": "[file:name = 'a']",
        "pattern_type": "stix",
        "valid_from": stamp,
    } | more


def identity() -> dict[str, Any]:
    """Return an identity that nobody else has."""
    stamp = "2026-01-31T09:00:00.000Z"
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{uuid4()}",
        "created": stamp,
        "modified": stamp,
        "name": "A council",
    }


def raws(*things: dict[str, Any]) -> list[bytes]:
    """Return objects as they are sent."""
    return [json.dumps(thing).encode() for thing in things]


@dataclass
class SharedTown:
    """`elm` and `moe` are the WARP's members, `elm` is in the circle; `far` belongs to nothing."""

    world: World
    elm: Body = field(init=False)
    moe: Body = field(init=False)
    far: Body = field(init=False)
    warp: Body = field(init=False)
    operator: Person = field(init=False)
    circle: Circle = field(init=False)

    def __post_init__(self) -> None:
        self.elm, self.moe, self.far = (self.world.council(code) for code in ("elm", "moe", "far"))
        self.warp = self.world.warp("the-warp", self.elm, self.moe)
        self.operator = self.world.someone(self.warp, Role.WARP_OPERATOR, "Olga")
        by = self.world.viewer(self.operator)
        self.circle = open_circle(by=by, owner=self.warp, name="Social care", at=self.at)
        add_to_circle(by=by, circle=self.circle, body=self.elm, at=self.at)

    @property
    def at(self) -> datetime:
        """Return the moment of this world."""
        return self.world.at

    def collection(
        self, label: Label = Label.AMBER, *, in_circle: bool = True, writable: bool = True, title: str = "Sightings"
    ) -> Collection:
        """Open a collection."""
        wanted = Wanted(title, label, self.circle if in_circle else None, can_be_written=writable)
        return open_collection(by=self.world.viewer(self.operator), owner=self.warp, wanted=wanted, at=self.at)

    def add(self, collection: Collection, *things: dict[str, Any], readers: tuple[Person, ...] = ()) -> AddStatus:
        """Add objects as the operator."""
        by = self.world.viewer(self.operator)
        return add_objects(by=by, collection=collection, raws=raws(*things), at=self.at, readers=readers)

    def program(self, person: Person, scopes: list[str] | None = None) -> "Program":
        """Return a program of the person's."""
        by = self.world.viewer(person)
        secret = issue_token(by=by, name="p", scopes=scopes or SCOPES, days=30, at=self.at - timedelta(hours=1))[1]
        return Program(secret)


@dataclass
class Program:
    """Calls the TAXII server with a token."""

    secret: str
    client: Client = field(default_factory=Client)

    def get(self, address: str, **headers: str) -> Any:
        """Ask for a resource."""
        return self.client.get(address, headers={"Accept": TAXII, **self._token, **headers})

    def post(self, address: str, *things: dict[str, Any], **headers: str) -> Any:
        """Send an envelope."""
        return self.send(address, json.dumps({"objects": things}).encode(), **headers)

    def send(self, address: str, body: bytes, **headers: str) -> Any:
        """Send a body, whatever it is."""
        kind = headers.pop("kind", TAXII)
        return self.client.post(address, body, content_type=kind, headers={"Accept": TAXII, **self._token, **headers})

    @property
    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def address(collection: Collection, rest: str = "objects/") -> str:
    """Return where a collection's resources are."""
    return f"/taxii2/{collection.owner.code}/collections/{collection.uuid}/{rest}"


def stamp(day: int) -> str:
    """Return a moment of February 2026, as STIX writes it."""
    return f"{datetime(2026, 2, day, tzinfo=UTC):%Y-%m-%dT%H:%M:%S.000Z}"
