"""Which objects does a TAXII client ask for, and where does its next page begin? (TAXII 2.1, sections 3.4 and 3.5)"""

import base64
import hmac
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

MOST_VALUES, LONGEST_VALUE = 100, 300
_PLACE = struct.Struct(">Q")
_SIGNED = 12
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")
_ID = re.compile(r"[a-z0-9-]{3,250}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TYPE, _SPEC_VERSION = re.compile(r"[a-z0-9][a-z0-9-]{1,248}[a-z0-9]"), re.compile(r"[0-9]\.[0-9]")
_MATCHES = ("id", "type", "version", "spec_version")
_VERSION_WORDS = ("first", "last", "all")


class PagingError(ValueError):
    """A question can't be answered as it was asked (400 Bad Request). The text is for whoever wrote the client."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks for. Empty: everything. `versions` are "first", "last", "all" or moments; none means last.

    `after` is the place in the sequence of additions that the client has reached by `next`, `added_after` the moment
    that it names itself: both hold where both are given. `limit` is how many it wants at most.
    """

    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)
    spec_versions: tuple[str, ...] = ()
    added_after: datetime | None = None
    after: int = 0
    limit: int = 0


def asked_in(query: Mapping[str, Sequence[str]], *, most: int, key: bytes = b"", about: str = "") -> Asked:
    """Return what the parameters of an address ask for; PagingError where they can't be meant.

    `most` is the longest page, `key` signs cursors, and `about` names what the cursor is for (collection and person).
    """
    for name in query:
        if name.startswith("match[") and name not in {f"match[{field}]" for field in _MATCHES}:
            raise PagingError(f"We know no filter “{_shown(name)}”: match takes {', '.join(_MATCHES)}.")
    ids = _values(query, "id", _ID, "an id such as report--0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d")
    types = _values(query, "type", _TYPE, "a type in lower case such as report")
    spec_versions = _values(query, "spec_version", _SPEC_VERSION, "a version such as 2.1")
    cursor = _single(query, "next")
    return Asked(
        ids,
        types,
        _versions(query),
        spec_versions,
        _moment(query, "added_after"),
        read_cursor(cursor, key=key, about=about) if cursor else 0,
        _limit(query, most),
    )


def write_cursor(after: int, *, key: bytes = b"", about: str = "") -> str:
    """Return the `next` of a page whose last object has this place in the sequence of additions."""
    place = _PLACE.pack(after)
    return base64.urlsafe_b64encode(place + _signature(place, key, about)).decode().rstrip("=")


def read_cursor(text: str, *, key: bytes = b"", about: str = "") -> int:
    """Return the place that a cursor of ours holds; PagingError where it isn't ours, or was made for something else."""
    refusal = PagingError("“next” isn't one that we gave for this list. Begin again without it.")
    if len(text) > 64 or not text.isascii():
        raise refusal
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise refusal from error
    place, signature = raw[: _PLACE.size], raw[_PLACE.size :]
    if len(place) != _PLACE.size or not hmac.compare_digest(signature, _signature(place, key, about)):
        raise refusal
    return int(_PLACE.unpack(place)[0])


def _signature(place: bytes, key: bytes, about: str) -> bytes:
    return hmac.new(key, place + about.encode(), sha256).digest()[:_SIGNED] if key else b""


def _values(query: Mapping[str, Sequence[str]], field: str, form: re.Pattern[str], what: str) -> tuple[str, ...]:
    """Return the alternatives of a filter, which stand between commas."""
    name = f"match[{field}]"
    text = _single(query, name, LONGEST_VALUE * MOST_VALUES)
    if text is None:
        return ()
    values = tuple(dict.fromkeys(text.split(",")))
    if len(values) > MOST_VALUES:
        raise PagingError(f"“{name}” may name {MOST_VALUES} values at most.")
    for value in values:
        if len(value) > LONGEST_VALUE or not form.fullmatch(value):
            raise PagingError(f"“{_shown(value)}” in “{name}” isn't {what}.")
    return values


def _versions(query: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    words = re.compile("|".join((*_VERSION_WORDS, _MOMENT.pattern)))
    found = _values(query, "version", words, "first, last, all or a moment such as 2026-01-31T09:00:00.000Z")
    return found or ("last",)


def _moment(query: Mapping[str, Sequence[str]], name: str) -> datetime | None:
    text = _single(query, name)
    if text is None:
        return None
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        seconds, _, fraction = text.removesuffix("Z").partition(".")
        found = datetime.fromisoformat(seconds).replace(tzinfo=UTC)
    except ValueError as error:
        raise PagingError(f"“{name}” is no moment such as 2026-01-31T09:00:00.000Z.") from error
    return found.replace(microsecond=int(fraction[:6].ljust(6, "0")))


def _limit(query: Mapping[str, Sequence[str]], most: int) -> int:
    text = _single(query, "limit")
    if text is None:
        return most
    if not re.fullmatch(r"[0-9]{1,9}", text) or not int(text):
        raise PagingError("“limit” is a whole number from 1.")
    return min(int(text), most)


def _single(query: Mapping[str, Sequence[str]], name: str, longest: int = LONGEST_VALUE) -> str | None:
    values = query.get(name, ())
    if not values:
        return None
    if len(values) > 1:
        raise PagingError(f"“{_shown(name)}” stands twice; put alternatives between commas.")
    if len(values[0]) > longest:
        raise PagingError(f"“{_shown(name)}” is too long.")
    return values[0]


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
