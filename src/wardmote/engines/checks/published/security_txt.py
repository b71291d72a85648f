"""What does a security.txt file say, and to whom may a finder of a weakness write (RFC 9116)?"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..faults import Fault, fault

LONGEST_FILE = 60_000
MOST_FAULTS = 20
_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_FIELD = re.compile(r"([!-9;-~]{1,60}):[ \t]*(.*)")
_CONTACT = re.compile(r"(?:mailto:[^@\s]{1,64}@[^@\s]{1,253}|tel:\+?[0-9().-]{3,30}|https://[^\s/]+\S*)", re.IGNORECASE)
_WEB = re.compile(r"https://[^\s/]+\S*", re.IGNORECASE)
_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_KNOWN = {"contact", "expires", "canonical", "policy", "encryption", "acknowledgments", "hiring", "preferred-languages"}
_ONCE = ("expires", "preferred-languages")


class Signature(StrEnum):
    """Whether the file is signed; the signature itself isn't verified, for nobody says with whose key."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    BROKEN = "broken"  # begun and not ended, or the other way round


@dataclass(frozen=True, slots=True)
class SecurityTxt:
    """The file's fields, and what is wrong with them. Positions of faults count from the file's start."""

    contacts: tuple[str, ...]
    expires: datetime | None
    canonical: tuple[str, ...]
    policies: tuple[str, ...]
    signature: Signature
    faults: tuple[Fault, ...]
    has_fields: bool = True  # any that the standard knows: without one, it is some other text


def read_security_txt(text: str) -> SecurityTxt:
    """Return what the file says; never raises."""
    lines = _lines(text[:LONGEST_FILE])
    fields: dict[str, list[tuple[str, int]]] = {}
    faults: list[Fault] = []
    for line, position in _fields_of(lines):
        match = _FIELD.fullmatch(line.strip())
        if match:
            fields.setdefault(match[1].lower(), []).append((match[2].strip(), position))
        else:
            faults.append(fault(position, line, "A line needs a name, a colon and a value, or must begin with #."))
    twice = [(name, *fields[name][1]) for name in _ONCE if len(fields.get(name, [])) > 1]
    faults += [fault(position, value, f"{name.capitalize()} may stand there once.") for name, value, position in twice]
    contacts = _contacts(fields.get("contact", []), faults)
    expires = _expires(fields.get("expires", []), faults)
    canonical = _addresses(fields.get("canonical", []), faults)
    policies = tuple(value for value, _ in fields.get("policy", []))
    return SecurityTxt(
        contacts,
        expires,
        canonical,
        policies,
        _signature(lines),
        tuple(faults[:MOST_FAULTS]),
        bool(_KNOWN & set(fields)),
    )


def _lines(text: str) -> list[tuple[str, int]]:
    found, position = [], 0
    for line in text.removeprefix("\ufeff").split("\n"):
        found.append((line.rstrip("\r"), position))
        position += len(line) + 1
    return found


def _fields_of(lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the lines that hold fields: what stands before, in and after a signature is left out."""
    texts = [line.strip() for line, _ in lines]
    start, stop = 0, len(lines)
    if _BEGIN in texts:
        start = texts.index(_BEGIN) + 1
        # The armour's own headers, such as "Hash: SHA512", end with an empty line (RFC 9580, section 7).
        start = texts.index("", start) if "" in texts[start:] else start
    if _SIGNATURE in texts:
        stop = max(texts.index(_SIGNATURE), start)
    return [(line, position) for line, position in lines[start:stop] if line.strip() and not line.startswith("#")]


def _signature(lines: list[tuple[str, int]]) -> Signature:
    texts = {line.strip() for line, _ in lines}
    marks = [mark in texts for mark in (_BEGIN, _SIGNATURE, _END)]
    if not any(marks):
        return Signature.UNSIGNED
    return Signature.SIGNED if all(marks) else Signature.BROKEN


def _contacts(found: list[tuple[str, int]], faults: list[Fault]) -> tuple[str, ...]:
    if not found:
        faults.append(fault(0, "", "The field Contact is missing."))
    for value, position in found:
        if not _CONTACT.fullmatch(value):
            faults.append(fault(position, value, "Contact takes an address that begins with mailto:, tel: or https:."))
    return tuple(value for value, _ in found if _CONTACT.fullmatch(value))


def _addresses(found: list[tuple[str, int]], faults: list[Fault]) -> tuple[str, ...]:
    for value, position in found:
        if not _WEB.fullmatch(value):
            faults.append(fault(position, value, "Canonical takes an address that begins with https:."))
    return tuple(value for value, _ in found)


def _expires(found: list[tuple[str, int]], faults: list[Fault]) -> datetime | None:
    if not found:
        faults.append(fault(0, "", "The field Expires is missing."))
        return None
    value, position = found[0]
    match = _DATE.fullmatch(value)
    try:
        if match:
            return datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3].upper()}")
    except ValueError:
        pass  # a day such as 31 February
    faults.append(fault(position, value, "Expires takes a date such as 2027-03-31T23:59:59Z."))
    return None
