"""What is one line of an inventory?"""

from dataclasses import dataclass
from typing import NamedTuple

from wardmote.engines.advisories.facts import Broken

MOST_LINES = 200_000


class Line(NamedTuple):
    """A piece of software as a list names it.

    `cpe` is a CPE 2.3 formatted string and `purl` a package URL with its version, both "" where there is none.
    `as_written` is what a person would recognise. `kind` is the list's word: application, library, firmware …
    """

    vendor: str = ""
    name: str = ""
    version: str = ""
    cpe: str = ""
    purl: str = ""
    as_written: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """A list that was read: what it is ("CycloneDX 1.5"), its lines, and what of it can't be read."""

    format: str
    lines: tuple[Line, ...]
    broken: tuple[Broken, ...] = ()
