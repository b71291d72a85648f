"""Which services do councils usually give, what do these stand on, and which of them fit this kind of council?"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FILE = files(__package__) / "data" / "services.toml"


@dataclass(frozen=True)
class KnownService:
    """One service to tick; `given_by` are kinds of body, and `systems` are examples without product names."""

    key: str
    name: str
    says: str
    given_by: frozenset[str]
    is_often_essential: bool
    systems: tuple[str, ...]


@cache
def catalogue() -> dict[str, KnownService]:
    """Return every service of the catalogue by key, in the order in which it is offered."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    groups: dict[str, list[str]] = table["kinds"]
    return {
        row["key"]: KnownService(
            key=row["key"],
            name=row["name"],
            says=row["says"],
            given_by=frozenset(kind for word in row["given_by"] for kind in groups.get(word, [word])),
            is_often_essential=row["is_often_essential"],
            systems=tuple(row["systems"]),
        )
        for row in table["services"]
    }


def normally_given_by(kind: str) -> tuple[KnownService, ...]:
    """Return the services that a body of this kind normally gives."""
    return tuple(known for known in catalogue().values() if kind in known.given_by)


def given_by_others(kind: str) -> tuple[KnownService, ...]:
    """Return the services that a body of this kind rarely gives, and may give all the same."""
    return tuple(known for known in catalogue().values() if kind not in known.given_by)


def known_by_name(name: str) -> KnownService | None:
    """Return the catalogue's service of this name, whatever its case."""
    return next((known for known in catalogue().values() if known.name.casefold() == name.casefold()), None)
