"""How is a product named in CPE: as a formatted string of 2.3, and as a URI of 2.2? (NISTIR 7695)

A name is held unbound: each attribute is "*" (ANY), "-" (NA), or a lower-case text in which a backslash stands before
each character that isn't a letter, a digit or "_"; "*" and "?" without one are wildcards.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

ANY = "*"
NA = "-"
LONGEST = 1000
PARTS = ("a", "o", "h", ANY, NA)
_SIGNS = {"%01": "?", "%02": "*"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMPONENT = re.compile(r"%0[12]|(?:%(?!0[12])[0-9A-Fa-f]{2})+|.", re.DOTALL)
_PACKED = 5  # edition, sw_edition, target_sw, target_hw, other in one component of a URI
_IS_PLAIN = re.compile(r"[a-z0-9_]+")


class Cpe(NamedTuple):
    """A well-formed name. What is left out is ANY."""

    part: str = ANY
    vendor: str = ANY
    product: str = ANY
    version: str = ANY
    update: str = ANY
    edition: str = ANY
    language: str = ANY
    sw_edition: str = ANY
    target_sw: str = ANY
    target_hw: str = ANY
    other: str = ANY

    def bound(self) -> str:
        """Return the formatted string: `cpe:2.3:a:vendor:product:…`."""
        return "cpe:2.3:" + ":".join(map(_bind, self))

    def uri(self) -> str:
        """Return the URI of CPE 2.2: `cpe:/a:vendor:product:…`, without empty components at its end."""
        short = [_pack(value) for value in self[:5]]
        edition, language = _pack(self.edition), _pack(self.language)
        extended = [_pack(value) for value in self[7:]]
        if any(extended):
            edition = "~" + "~".join([edition, *extended])
        return "cpe:/" + ":".join([*short, edition, language]).rstrip(":")

    def words(self, attribute: str) -> str:
        """Return an attribute as people write it: `application delivery controller`; "" for ANY and NA."""
        value = str(getattr(self, attribute))
        return "" if value in (ANY, NA) else plain(value).replace("_", " ").strip()


def plain(value: str) -> str:
    """Return an attribute's value without its backslashes."""
    return _ESCAPED.sub(r"\1", value)


def read_cpe(text: str) -> Cpe | None:
    """Return the name that a formatted string or a URI binds, or None where it binds none."""
    return _read(text) if 0 < len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _read(text: str) -> Cpe | None:
    text = text.strip()
    lower = text.lower()
    if lower.startswith("cpe:2.3:"):
        return _of_string(text[8:])
    return _of_uri(text[5:]) if lower.startswith("cpe:/") else None


def _of_string(text: str) -> Cpe | None:
    fields = _fields(text)
    if len(fields) != len(Cpe._fields):
        return None
    values = [_unbind(field) for field in fields]
    if not all(values) or values[0] not in PARTS:
        return None
    return Cpe(*values)


def _fields(text: str) -> list[str]:
    """Split at colons that no backslash stands before."""
    if "\\" not in text:
        return text.split(":")
    fields, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == ":":
            fields.append(text[start:place])
            start = place + 1
        place += 1
    return [*fields, text[start:]]


def _unbind(field: str) -> str:
    """Return a field's value, or "" where it isn't one: wildcards may stand at the ends only."""
    value = field.lower()
    if value in (ANY, NA) or _IS_PLAIN.fullmatch(value):
        return value
    out, place = [], 0
    while place < len(value):
        character = value[place]
        if character == "\\" and place + 1 < len(value):
            place += 1
            out.append(_quoted(value[place]))
        else:
            out.append(character if character in "*?" else _quoted(character))
        place += 1
    return _with_wildcards_at_ends("".join(out))


def _quoted(character: str) -> str:
    return character if (character.isascii() and character.isalnum()) or character == "_" else "\\" + character


def _with_wildcards_at_ends(value: str) -> str:
    """Return the value, or "" where a wildcard stands in its middle or nothing stands between two."""
    middle = value.lstrip("?") if value.startswith("?") else value.removeprefix(ANY)
    while middle.endswith(("?", ANY)) and not middle.endswith(("\\?", "\\*")):
        ending, middle = middle[-1], middle[:-1]
        if ending == ANY:
            break
    bare = _ESCAPED.sub("", middle)
    return "" if not middle or ANY in bare or "?" in bare else value


def _bind(value: str) -> str:
    """Write a value in a formatted string, where ".", "-" and "_" need no backslash."""
    if value in (ANY, NA):
        return value
    return re.sub(r"\\([.\-_])", r"\1", value) if value != "\\-" else value


def _pack(value: str) -> str:
    if value in (ANY, NA):
        return "" if value == ANY else NA
    out, place = [], 0
    while place < len(value):
        character = value[place]
        if character == "\\":
            place += 1
            shown = value[place : place + 1]
            out.append(shown if shown in ".-" else quote(shown, safe="").replace("~", "%7e").lower())
        else:
            out.append({"?": "%01", "*": "%02"}.get(character, character))
        place += 1
    return "".join(out)


def _of_uri(text: str) -> Cpe | None:
    fields = text.split(":")
    if len(fields) > 7:
        return None
    fields += [""] * (7 - len(fields))
    edition, language = fields[5:]
    extended = [""] * (_PACKED - 1)
    if edition.startswith("~"):
        pieces = edition.split("~")[1:]
        if len(pieces) != _PACKED:
            return None
        edition, extended = pieces[0], pieces[1:]
    values = [_unpack(field) for field in (*fields[:5], edition, language, *extended)]
    if not all(values) or values[0] not in PARTS:
        return None
    return Cpe(*values)


def _unpack(field: str) -> str:
    """Return a URI component's value, or "" where it isn't one."""
    if not field or field == NA:
        return field or ANY
    pieces = _COMPONENT.findall(field)
    return _with_wildcards_at_ends("".join(_SIGNS.get(piece) or _literal(unquote(piece)) for piece in pieces))


def _literal(text: str) -> str:
    return "".join(map(_quoted, text.lower()))
