"""Which record types can be asked for, and how is each read from the wire?

A reader gets the message, where the record's data begins and ends, and the names read so far. It returns the value or
raises Malformed, IndexError or struct.error; it never reads past the end of the data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address
from struct import Struct
from typing import Generic, TypeVar

from wardmote.engines.checks.facts.records import Caa, Dnskey, Ds, Mx, Opaque, Rrsig, Soa, Tlsa, Txt
from wardmote.engines.checks.gather.dns.names import Known, Malformed, read_name

T_co = TypeVar("T_co", covariant=True)
_MX, _DS, _SOA, _RRSIG = Struct("!H"), Struct("!HBB"), Struct("!5I"), Struct("!HBBIIIH")


@dataclass(frozen=True, slots=True, eq=False)
class Kind(Generic[T_co]):
    """A record type: its number, its name, and what reads it. One object to a type, compared by identity."""

    number: int
    name: str
    read: Callable[[bytes, int, int, Known], T_co]


def _read_a(wire: bytes, place: int, end: int, known: Known) -> str:
    if end - place != 4:
        raise Malformed("an A record of the wrong length")
    return f"{wire[place]}.{wire[place + 1]}.{wire[place + 2]}.{wire[place + 3]}"


def _read_aaaa(wire: bytes, place: int, end: int, known: Known) -> str:
    if end - place != 16:
        raise Malformed("an AAAA record of the wrong length")
    return str(IPv6Address(wire[place:end]))


def _read_only_name(wire: bytes, place: int, end: int, known: Known) -> str:
    name, after = read_name(wire, place, known)
    _must_end(after, end)
    return name


def _read_mx(wire: bytes, place: int, end: int, known: Known) -> Mx:
    (preference,) = _MX.unpack_from(wire, place)
    name, after = read_name(wire, place + 2, known)
    _must_end(after, end)
    return Mx(preference, name)


def _read_txt(wire: bytes, place: int, end: int, known: Known) -> Txt:
    size = wire[place]
    if place + 1 + size == end:
        return Txt((wire[place + 1 : end],))
    strings = []
    while place < end:
        after = place + 1 + wire[place]
        strings.append(wire[place + 1 : after])
        place = after
    if place != end or not strings:
        raise Malformed("strings that don't fill their record")
    return Txt(tuple(strings))


def _read_soa(wire: bytes, place: int, end: int, known: Known) -> Soa:
    primary, place = read_name(wire, place, known)
    mailbox, place = read_name(wire, place, known)
    _must_end(place + _SOA.size, end)
    return Soa(primary, mailbox, *_SOA.unpack_from(wire, place))


def _read_caa(wire: bytes, place: int, end: int, known: Known) -> Caa:
    flags, size = wire[place], wire[place + 1]
    value = place + 2 + size
    if not size or value > end:
        raise Malformed("a CAA tag that is longer than its record")
    tag = wire[place + 2 : value].decode("ascii", "backslashreplace").lower()
    return Caa(flags, tag, wire[value:end].decode("ascii", "backslashreplace"))


def _read_tlsa(wire: bytes, place: int, end: int, known: Known) -> Tlsa:
    if end - place < 3:
        raise Malformed("a TLSA record that is too short")
    return Tlsa(wire[place], wire[place + 1], wire[place + 2], wire[place + 3 : end])


def _read_ds(wire: bytes, place: int, end: int, known: Known) -> Ds:
    if end - place < 4:
        raise Malformed("a DS record that is too short")
    key_tag, algorithm, digest_type = _DS.unpack_from(wire, place)
    return Ds(key_tag, algorithm, digest_type, wire[place + 4 : end])


def _read_dnskey(wire: bytes, place: int, end: int, known: Known) -> Dnskey:
    if end - place < 4:
        raise Malformed("a DNSKEY record that is too short")
    flags, protocol, algorithm = _DS.unpack_from(wire, place)
    return Dnskey(flags, protocol, algorithm, wire[place + 4 : end])


def _read_rrsig(wire: bytes, place: int, end: int, known: Known) -> Rrsig:
    covers, algorithm, labels, ttl_s, expires, begins, key_tag = _RRSIG.unpack_from(wire, place)
    signer, after = read_name(wire, place + _RRSIG.size, known)
    if after > end:
        raise Malformed("a signer that is longer than its record")
    return Rrsig(covers, algorithm, labels, ttl_s, expires, begins, key_tag, signer, wire[after:end])


def read_opaque(wire: bytes, place: int, end: int, known: Known) -> Opaque:
    """Read a record of a type that nobody here knows."""
    return Opaque(wire[place:end])


def _must_end(place: int, end: int) -> None:
    if place != end:
        raise Malformed("data that doesn't fill its record")


A = Kind(1, "A", _read_a)
NS = Kind(2, "NS", _read_only_name)
CNAME = Kind(5, "CNAME", _read_only_name)
SOA = Kind(6, "SOA", _read_soa)
PTR = Kind(12, "PTR", _read_only_name)
MX = Kind(15, "MX", _read_mx)
TXT = Kind(16, "TXT", _read_txt)
AAAA = Kind(28, "AAAA", _read_aaaa)
DS = Kind(43, "DS", _read_ds)
RRSIG = Kind(46, "RRSIG", _read_rrsig)
DNSKEY = Kind(48, "DNSKEY", _read_dnskey)
TLSA = Kind(52, "TLSA", _read_tlsa)
CAA = Kind(257, "CAA", _read_caa)

KINDS: tuple[Kind[object], ...] = (A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, DS, RRSIG, DNSKEY, TLSA, CAA)
READERS = {kind.number: kind.read for kind in KINDS}
