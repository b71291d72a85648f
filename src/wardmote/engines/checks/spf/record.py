"""What does an SPF record say, and where does it break the grammar (RFC 7208, section 12)?"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network

from ..faults import Fault, fault
from .macros import MacroFault, MacroString, read_domain_spec, read_macro_string

VERSION = "v=spf1"
MOST_FAULTS = 20  # enough to mend a record; a hostile one can hold thousands


class Qualifier(StrEnum):
    """What a match means."""

    PASS = "+"  # noqa: S105 # nosec B105
    FAIL = "-"
    SOFTFAIL = "~"
    NEUTRAL = "?"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism; `text` is the term as published and `position` where it starts in the record."""

    name: str
    qualifier: Qualifier
    text: str
    position: int
    target: MacroString | None = None
    network: IPv4Network | IPv6Network | None = None
    prefix4: int = 32
    prefix6: int = 128

    @property
    def asks(self) -> bool:
        """Whether the term costs one of the ten look-ups (section 4.6.4)."""
        return self.name not in ("all", "ip4", "ip6")


@dataclass(frozen=True, slots=True)
class Modifier:
    """One modifier, such as redirect=_spf.example.uk."""

    name: str
    value: MacroString
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """A whole record. With faults, it isn't evaluated at all: receivers answer permerror."""

    text: str
    mechanisms: tuple[Mechanism, ...]
    modifiers: tuple[Modifier, ...]
    faults: tuple[Fault, ...]

    @property
    def redirect(self) -> Modifier | None:
        """The redirect that counts: none where there is an `all` (section 6.1)."""
        return None if self.ending else self.modifier("redirect")

    @property
    def ending(self) -> Mechanism | None:
        """The first `all`, after which nothing is looked at (section 5.1)."""
        return next((mechanism for mechanism in self.mechanisms if mechanism.name == "all"), None)

    def modifier(self, name: str) -> Modifier | None:
        """Return the modifier of that name."""
        return next((modifier for modifier in self.modifiers if modifier.name == name), None)


def is_spf(text: str) -> bool:
    """Whether a TXT record is an SPF record: the version, then a space or the end (section 4.5)."""
    return text[:6].lower() == VERSION and text[6:7] in ("", " ")


def spf_records(texts: Iterable[str]) -> tuple[str, ...]:
    """Return those TXT records that are SPF records."""
    return tuple(text for text in texts if is_spf(text))


_TERM = re.compile(r"[^ ]+")
_NAME = re.compile(r"([+\-?~]?)([A-Za-z][A-Za-z0-9\-_.]*)")
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_PREFIXES = re.compile(r"(?:/([0-9]+))?(?://([0-9]+))?\Z")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,2}")
_OF_DOMAINS = ("redirect", "exp")


class _Refused(Exception):
    def __init__(self, found: Fault) -> None:
        super().__init__(found.says)
        self.fault = found


@lru_cache(maxsize=1024)  # the records of suppliers are read for every domain that includes them
def read_spf(text: str) -> SpfRecord:
    """Return the record that the text (for which `is_spf` holds) is; never raises."""
    mechanisms: list[Mechanism] = []
    modifiers: list[Modifier] = []
    faults: list[Fault] = []
    for match in _TERM.finditer(text, len(VERSION)):
        try:
            term = _read_term(match[0], match.start())
            if isinstance(term, Mechanism):
                mechanisms.append(term)
                continue
            _check_single(term, modifiers)
            modifiers.append(term)
        except (_Refused, MacroFault) as refused:
            faults.append(refused.fault)
        if len(faults) == MOST_FAULTS:
            break
    return SpfRecord(text, tuple(mechanisms), tuple(modifiers), tuple(faults))


def is_term(text: str) -> bool:
    """Whether a text without spaces is a mechanism or a modifier."""
    try:
        _read_term(text, 0)
    except (_Refused, MacroFault):
        return False
    return True


def _check_single(term: Modifier, earlier: list[Modifier]) -> None:
    if term.name in _OF_DOMAINS and any(other.name == term.name for other in earlier):
        raise _Refused(fault(term.position, term.text, f"{term.name}= may stand only once."))


def _read_term(text: str, position: int) -> Mechanism | Modifier:
    match = _NAME.match(text)
    if not match:
        raise _Refused(_unreadable(text, position))
    sign, name, rest = match[1], match[2], text[match.end() :]
    if rest.startswith("="):
        if sign:
            raise _Refused(fault(position, text, f"The modifier {name}= can't have a {sign} before it."))
        return _read_modifier(name.lower(), rest[1:], text, position)
    reader = _READERS.get(name.lower())
    if not reader or (rest and rest[0] not in ":/"):
        raise _Refused(_unreadable(text, position))
    start = Mechanism(name.lower(), Qualifier(sign or "+"), text, position)
    return reader(start, rest, position + match.end())


def _unreadable(text: str, position: int) -> Fault:
    bad = _UNPRINTABLE.search(text)
    if bad:
        return fault(position + bad.start(), text, f"The character U+{ord(bad[0]):04X} isn't allowed in an SPF record.")
    return fault(position, text, "This is neither a mechanism nor a modifier of SPF.")


def _read_modifier(name: str, value: str, text: str, position: int) -> Modifier:
    at = position + len(name) + 1
    reader = read_domain_spec if name in _OF_DOMAINS else read_macro_string
    return Modifier(name, reader(value, at), text, position)


def _read_all(term: Mechanism, rest: str, at: int) -> Mechanism:
    if rest:
        raise _Refused(fault(at, rest, "Nothing may follow the word all."))
    return term


def _read_domain(term: Mechanism, rest: str, at: int) -> Mechanism:
    if not rest.startswith(":"):
        raise _Refused(fault(at, term.text, f"{term.name} needs a colon and a domain name."))
    return _replaced(term, target=read_domain_spec(rest[1:], at + 1))


def _read_names(term: Mechanism, rest: str, at: int) -> Mechanism:
    return _read_domain(term, rest, at) if rest else term


def _read_hosts(term: Mechanism, rest: str, at: int) -> Mechanism:
    match = _PREFIXES.search(rest)
    end = match.start() if match else len(rest)
    four, six = (match[1], match[2]) if match else (None, None)
    spec = rest[:end]
    if spec and not spec.startswith(":"):
        raise _Refused(fault(at, rest, f"{term.name} can be followed by : and a name, then by / and a prefix length."))
    return _replaced(
        term,
        target=read_domain_spec(spec[1:], at + 1) if spec else None,
        prefix4=_prefix(four, 32, at + end),
        prefix6=_prefix(six, 128, at + end),
    )


def _prefix(text: str | None, most: int, at: int) -> int:
    if text is None:
        return most
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise _Refused(fault(at, text, f"A prefix length is a number from 0 to {most} without leading zeros."))
    return int(text)


def _read_ip4(term: Mechanism, rest: str, at: int) -> Mechanism:
    address, prefix = _address_parts(term, rest, at, 32)
    try:
        network = IPv4Network((IPv4Address(address), prefix), strict=False)
    except (AddressValueError, ValueError):
        raise _Refused(fault(at + 1, address, "This isn't an IPv4 address.")) from None
    return _replaced(term, network=network)


def _read_ip6(term: Mechanism, rest: str, at: int) -> Mechanism:
    address, prefix = _address_parts(term, rest, at, 128)
    try:
        if "%" in address:  # the standard library takes a scope, which SPF doesn't know
            raise AddressValueError(address)
        network = IPv6Network((IPv6Address(address), prefix), strict=False)
    except (AddressValueError, ValueError):
        raise _Refused(fault(at + 1, address, "This isn't an IPv6 address.")) from None
    return _replaced(term, network=network)


def _address_parts(term: Mechanism, rest: str, at: int, most: int) -> tuple[str, int]:
    if not rest.startswith(":"):
        raise _Refused(fault(at, term.text, f"{term.name} needs a colon and an address."))
    address, slash, prefix = rest[1:].partition("/")
    return address, _prefix(prefix if slash else None, most, at + 2 + len(address))


def _replaced(
    term: Mechanism,
    *,
    target: MacroString | None = None,
    network: IPv4Network | IPv6Network | None = None,
    prefix4: int = 32,
    prefix6: int = 128,
) -> Mechanism:
    return Mechanism(term.name, term.qualifier, term.text, term.position, target, network, prefix4, prefix6)


_READERS: dict[str, Callable[[Mechanism, str, int], Mechanism]] = {
    "all": _read_all,
    "include": _read_domain,
    "exists": _read_domain,
    "a": _read_hosts,
    "mx": _read_hosts,
    "ptr": _read_names,
    "ip4": _read_ip4,
    "ip6": _read_ip6,
}
