"""Which authorities may issue a domain's certificates (RFC 8659)?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..faults import Fault, fault

OF_ISSUERS = ("issue", "issuewild", "issuemail", "issuevmc")

_TAG = re.compile(r"[A-Za-z0-9]{1,255}")
_ISSUER = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
)
_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9\-]*)[ \t]*=[ \t]*([\x21-\x3a\x3c-\x7e]*)")
_PRESENTED = re.compile(r"([0-9]{1,3})[ \t]+([^\s]{1,255})[ \t]+(?:\"([^\"]*)\"|(\S*))\s*")
_IODEF = re.compile(r"(?:mailto:[^@\s]+@[^@\s]+|https?://\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaaProperty:
    """One record. `issuer` is empty where an issue property forbids everybody, None where it isn't about issuers."""

    flags: int
    tag: str
    value: str
    issuer: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()


def read_caa(flags: int, tag: str, value: str) -> CaaProperty:
    """Return the property that the record's three parts are; never raises."""
    name = tag.lower()
    faults: list[Fault] = []
    if not _TAG.fullmatch(tag):
        faults.append(fault(0, tag, "A tag is made of letters and digits."))
    if name == "iodef" and not _IODEF.fullmatch(value):
        faults.append(fault(0, value, "iodef takes a mailto:, http: or https: address."))
    if name not in OF_ISSUERS:
        return CaaProperty(flags, name, value, faults=tuple(faults))
    issuer, _, rest = value.partition(";")
    if issuer.strip() and not _ISSUER.fullmatch(issuer.strip()):
        faults.append(fault(0, value, "An issuer is named by a domain name."))
    parameters = _parameters(rest, len(issuer) + 1, faults)
    return CaaProperty(flags, name, value, issuer.strip().lower(), parameters, tuple(faults))


def _parameters(text: str, position: int, faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for piece in text.split(";"):
        if match := _PARAMETER.fullmatch(piece.strip()):
            found.append((match[1].lower(), match[2]))
        elif piece.strip() and not faults:
            faults.append(fault(position, piece.strip(), "A parameter is a name, an equals sign and a value."))
        position += len(piece) + 1
    return tuple(found)


def read_caa_text(text: str) -> CaaProperty:
    """Return the property that a text such as `0 issue "letsencrypt.org"` is; never raises."""
    match = _PRESENTED.fullmatch(text)
    if not match or int(match[1]) > 255:
        return CaaProperty(0, "", text, faults=(fault(0, text, "A CAA record has flags, a tag and a value."),))
    return read_caa(int(match[1]), match[2], match[3] if match[3] is not None else match[4])


def issuers(properties: Iterable[CaaProperty], *, is_wildcard: bool = False) -> tuple[str, ...] | None:
    """Return who may issue: None for everybody, empty for nobody (section 4); issuewild rules wildcards where it is."""
    every = tuple(properties)
    wanted = [one for one in every if one.tag == "issuewild"] if is_wildcard else []
    rules = wanted or [one for one in every if one.tag == "issue"]
    if not rules:
        return None
    return tuple(dict.fromkeys(one.issuer for one in rules if one.issuer and not one.faults))
