"""What do the data files say about the fictional region? Pure: no database."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from wardmote.kernel.roles import Role


@dataclass(frozen=True)
class Council:
    """One fictional council, how well it begins (mean level, 0 to 4) and what it does in its year.

    `other_areas` are those of the stocktake that it answers besides the first; `assesses` names the windows in which
    it approves an assessment by the CAF.
    """

    code: str
    kind: str
    name: str
    short_name: str
    domain: str
    population: int
    latitude: float
    longitude: float
    begins: float
    windows: tuple[int, ...]
    county: str = ""
    lead: str = ""
    contributors: tuple[str, ...] = ()
    shares: dict[str, str] = field(default_factory=dict)
    other_areas: tuple[str, ...] = ()
    assesses: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """A body around the councils: `only` or all but `all_but` of the councils are its members."""

    code: str
    kind: str
    name: str
    short_name: str
    domain: str
    only: tuple[str, ...] = ()
    all_but: tuple[str, ...] | None = None
    latest_to_join: str = ""


@dataclass(frozen=True)
class Merger:
    """A council that will take over from others on 1 April of next year."""

    code: str
    kind: str
    name: str
    short_name: str
    domain: str
    county: str
    predecessors: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Character:
    """One fictional person in their role; `joined` counts days before loading."""

    name: str
    role: Role
    body: str
    joined: int
    address: str
    is_due: bool = False


@dataclass(frozen=True)
class Region:
    """The whole fictional region."""

    name: str
    main: str
    source: str
    groups: tuple[Group, ...]
    councils: tuple[Council, ...]
    mergers: tuple[Merger, ...]

    @property
    def bodies(self) -> tuple[Council | Group | Merger, ...]:
        """Return everything that has a name, a code and a domain."""
        return (*self.councils, *self.mergers, *self.groups)

    def council(self, code: str) -> Council:
        """Return the council with this code."""
        return next(council for council in self.councils if council.code == code)

    def domain(self, code: str) -> str:
        """Return a body's domain."""
        return next(body.domain for body in self.bodies if body.code == code)

    def members_of(self, group: Group) -> tuple[str, ...]:
        """Return the codes of the councils that belong to a group."""
        if group.only or group.all_but is None:
            return group.only
        return tuple(council.code for council in self.councils if council.code not in group.all_but)


@cache
def read_region() -> Region:
    """Return the region as its file describes it."""
    data = read_data("region")
    return Region(
        name=data["region"],
        main=data["main"],
        source=data["source"],
        groups=tuple(Group(**_frozen(row)) for row in data["groups"]),
        councils=tuple(Council(**_frozen(row)) for row in data["councils"]),
        mergers=tuple(Merger(**_frozen(row)) for row in data["mergers"]),
    )


def read_data(name: str) -> dict[str, Any]:
    """Return one data file's content."""
    file = resources.files("wardmote.demonstration") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def address_of(name: str, domain: str) -> str:
    """Return a person's e-mail address: first.last@domain."""
    return f"{name.lower().replace(' ', '.')}@{domain}"


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
