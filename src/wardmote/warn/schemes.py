"""Which schemes outside this service can a council be recorded as a member of?"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).resolve().parent / "data" / "schemes.toml"


@dataclass(frozen=True)
class Scheme:
    """A scheme that shares or warns; `about` says what it is in a sentence or two."""

    key: str
    title: str
    about: str


@cache
def schemes() -> dict[str, Scheme]:
    """Return the schemes by key, in the order in which they are shown."""
    with SHIPPED.open("rb") as file:
        return {one["key"]: Scheme(**one) for one in tomllib.load(file)["scheme"]}


def title_of(key: str) -> str:
    """Return what a scheme is called; one that is no longer among them keeps its key."""
    found = schemes().get(key)
    return found.title if found else key
