"""Which of the names that checks came across may be a council's own? Pure: no database, no network."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from wardmote.estate.public import read_domain
from wardmote.kernel.denial import Denied

MOST_WAITING, LONGEST_WHERE = 200, 300
_FILE = files(__package__) / "data" / "suppliers.toml"
# What an SPF record or an alias names is rarely the council itself. Hosts stand in small letters, these words don't.
_NAMES_SUPPLIERS = ("SPF", "CNAME")
# A certificate that names more strangers than this is a supplier's, for all of its customers.
MOST_STRANGERS = 20


class Seen(Protocol):
    """A name, and where a check came across it, in words."""

    @property
    def name(self) -> str:
        """The name, as it was written there."""

    @property
    def where(self) -> str:
        """Where it stood."""


@dataclass(frozen=True)
class Known:
    """What the council holds and was offered (`names`), what of it is verified, and what is others' by the register."""

    names: frozenset[str]
    verified: frozenset[str]
    others: frozenset[str]


def worth_offering(seen: Iterable[Seen], known: Known) -> Iterator[tuple[str, str]]:
    """Yield (name, where) once for each name that may be the council's and that it hasn't been asked about."""
    read: dict[str, str] = {}
    for one in seen:
        if name := _read(one.name):
            read.setdefault(name, " ".join(one.where.split())[:LONGEST_WHERE])
    strangers = Counter(where for name, where in read.items() if not _lies_in(name, known.verified))
    for name, where in read.items():
        is_below = _lies_in(name, known.verified)
        # A check of a domain looks at its www. too.
        is_known = name in known.names or name.removeprefix("www.") in known.names
        if not is_known and (is_below or _may_be_own(name, where, known, strangers[where])):
            yield name, where


def _may_be_own(name: str, where: str, known: Known, strangers: int) -> bool:
    """Judge a name that lies below none of the council's domains."""
    if strangers > MOST_STRANGERS or any(word in where for word in _NAMES_SUPPLIERS):
        return False
    return not _lies_in(name, known.others) and not _lies_in(name, _suppliers())


def _lies_in(name: str, domains: frozenset[str]) -> bool:
    """Say whether the name is one of the domains or lies below one."""
    labels = name.split(".")
    return any(".".join(labels[index:]) in domains for index in range(len(labels)))


def _read(text: str) -> str:
    try:
        return read_domain(text.strip().removeprefix("*."))
    except Denied:
        return ""


@cache
def _suppliers() -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text(encoding="utf-8"))["shared"])
