"""Which tags does a record such as v=DMARC1; p=reject hold (RFC 6376, section 3.2)?"""

import re
from dataclasses import dataclass

from .faults import Fault, fault

MOST_FAULTS = 20
SPACE = " \t\r\n"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\t\r\n]")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its name in lower case, its value, and where the name and the value start in the record."""

    name: str
    value: str
    position: int
    value_position: int


@dataclass(frozen=True, slots=True)
class TagList:
    """The tags that can be read, each name once (the first), and the faults of the rest."""

    tags: tuple[Tag, ...]
    faults: tuple[Fault, ...]

    def get(self, name: str) -> Tag | None:
        """Return the tag of that name."""
        return next((tag for tag in self.tags if tag.name == name), None)

    def value(self, name: str) -> str | None:
        """Return the value of the tag of that name."""
        tag = self.get(name)
        return tag.value if tag else None


def read_tags(text: str) -> TagList:
    """Return the tags of a record; never raises."""
    tags: dict[str, Tag] = {}
    faults: list[Fault] = []
    position = 0
    pieces = text.split(";")
    for number, piece in enumerate(pieces):
        found = _read_piece(piece, position, is_last=number == len(pieces) - 1)
        if isinstance(found, Tag) and found.name in tags:
            found = fault(found.position, piece, f"The tag {found.name}= stands twice; the first one counts.")
        if isinstance(found, Tag):
            tags[found.name] = found
        elif found and len(faults) < MOST_FAULTS:
            faults.append(found)
        position += len(piece) + 1
    return TagList(tuple(tags.values()), tuple(faults))


def _read_piece(piece: str, position: int, *, is_last: bool) -> Tag | Fault | None:
    inner = piece.strip(SPACE)
    start = position + len(piece) - len(piece.lstrip(SPACE))
    if not inner:
        return None if is_last else fault(position, ";", "There is nothing before this semicolon.")
    name, equals, value = inner.partition("=")
    if not equals:
        return fault(start, inner, "A tag needs a name, an equals sign and a value.")
    if not _NAME.fullmatch(name.rstrip(SPACE)):
        return fault(start, inner, "A tag's name is made of letters, digits and underscores.")
    bad = _UNPRINTABLE.search(value)
    if bad:
        at = start + len(name) + 1 + bad.start()
        return fault(at, inner, f"The character U+{ord(bad[0]):04X} isn't allowed here.")
    at = start + len(name) + 1 + len(value) - len(value.lstrip(SPACE))
    return Tag(name.rstrip(SPACE).lower(), value.strip(SPACE), start, at)
