"""Which words and which exact records is a fix made of, and which of them are copied field by field?"""

import re
from dataclasses import dataclass

_STRINGS = r'"(?:[^"\\]|\\.)*"'
_VALUES = {
    "TXT": rf"{_STRINGS}(?: {_STRINGS})*",
    "CAA": rf"\d+ \w+ {_STRINGS}",
    "MX": r"\d+ [^\s;]+",
    "DS": r"\d+ \d+ \d+ [0-9A-Fa-f]+",
    "TLSA": r"\d+ \d+ \d+ [0-9A-Fa-f]+",
    "CNAME|NS|AAAA|A": r"[^\s;]+",
}
_RECORD = re.compile(
    r"(?<!\S)(?P<line>(?P<name>[^\s;:\"“”]+\.) (?:" + "|".join(f"(?:{k}) {v}" for k, v in _VALUES.items()) + r"))"
)
_STRING = re.compile(_STRINGS)
_JOINTS = " ;–,."
# After such words stands a record as it is now, to be found and changed or deleted, and not one to publish.
_NOT_TO_PUBLISH = re.compile(
    r"^(?:Delete|Correct|Copy the key|Enforce|Name (?:the|your own) servers)"
    r"|^Take out (?:of the record|what is no longer)"
    r"|(?:(?:then|and) delete|delete here|delete this at the parent|The record now|can stay):$"
)
_TO_PUBLISH = re.compile(r"\bpublish(?: this)?(?: instead| in its place)?:$", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """A record to publish: its name without the last dot, its type, its value, and the line of a zone file."""

    name: str
    type: str
    value: str
    line: str


@dataclass(frozen=True)
class Piece:
    """One step of a fix: what to do, and the record that it speaks of, if there is one.

    `is_shown_only` marks a record that isn't one to publish, so nothing offers to copy it.
    """

    says: str
    record: Record | None = None
    is_shown_only: bool = False


def pieces_of(fix: str) -> tuple[Piece, ...]:
    """Return a fix as steps, each with its record; what holds no record is one step of words."""
    found: list[Piece] = []
    end, is_shown_only = 0, False
    for match in _RECORD.finditer(fix):
        says = _sentence(fix[end : match.start()])
        is_shown_only = _is_shown_only(says) if says else is_shown_only
        found.append(Piece(says, _record(match), is_shown_only))
        end = match.end()
    rest = _sentence(fix[end:])
    return (*found, Piece(rest)) if rest or not found else tuple(found)


def _sentence(text: str) -> str:
    """Return words between two records without the joints that held them together."""
    words = text.lstrip(_JOINTS).strip()
    return words[:1].upper() + words[1:]


def _is_shown_only(says: str) -> bool:
    return bool(_NOT_TO_PUBLISH.search(says)) and not _TO_PUBLISH.search(says)


def _record(match: re.Match[str]) -> Record:
    line = match["line"]
    name, kind, value = line.split(" ", 2)
    return Record(name.removesuffix("."), kind, _typed(kind, value), line)


def _typed(kind: str, value: str) -> str:
    """Return the value as a provider's form takes it: a text without quotation marks, unless something is escaped."""
    if kind != "TXT" or "\\" in value:
        return value
    return "".join(part[1:-1] for part in _STRING.findall(value))
