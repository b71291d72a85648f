"""What does a DNS message say, byte for byte (RFC 1035, section 4; EDNS by RFC 6891)?"""

import struct
from functools import cache
from struct import Struct
from typing import NamedTuple

from wardmote.engines.checks.gather.dns.kinds import READERS, read_opaque
from wardmote.engines.checks.gather.dns.names import Known, Malformed, encode_name, read_name

_HEADER, _QUESTION, _RECORD, _OPTION = Struct("!6H"), Struct("!HH"), Struct("!HHIH"), Struct("!HH")
_IN, _OPT = 1, 41
_RECURSE, _AUTHENTIC, _UNCHECKED, _TRUNCATED, _RESPONSE = 0x0100, 0x0020, 0x0010, 0x0200, 0x8000
_EXTENDED_ERROR, _NXDOMAIN = 15, 3
# The counts of a query's questions and a response's answers, and of additional records.
_ONE_QUESTION, _ONE_RECORD = b"\0\1\0\0", b"\0\1"
# What fits a packet on every path without being split (DNS flag day 2020).
SAFE_PAYLOAD = 1232
# What nearly every response ends with: EDNS that says nothing besides a payload (RFC 6891, section 6.1.2).
_PLAIN_EDNS, _EDNS_SIZE = b"\0\0\x29", 11


class Record(NamedTuple):
    """One record: its owner, its type's number, how long it may be kept, and what it holds."""

    name: str
    kind: int
    ttl_s: int
    data: object


class Message(NamedTuple):
    """A whole message. `errors` are extended error codes (RFC 8914); the question is None where there is not one."""

    id: int
    flags: int
    code: int
    question: tuple[str, int, int] | None
    answers: tuple[Record, ...]
    authority: tuple[Record, ...]
    additional: tuple[Record, ...]
    errors: tuple[int, ...] = ()

    @property
    def is_truncated(self) -> bool:
        """Whether the rest has to be fetched over TCP."""
        return bool(self.flags & _TRUNCATED)

    @property
    def is_authentic(self) -> bool:
        """Whether the resolver vouches for the signatures (RFC 4035, section 3.2.3)."""
        return bool(self.flags & _AUTHENTIC)

    def replies_to(self, id_: int, name: str, kind: int) -> bool:
        """Whether this is a response to that question: id, name (in any case), type and class."""
        return self.id == id_ and bool(self.flags & _RESPONSE) and self.question == (name, kind, _IN)


def encode_question(name: str, kind: int, *, unchecked: bool = False, payload: int = SAFE_PAYLOAD) -> bytes:
    """Return a query without its id (two bytes): recursion and AD wanted (RFC 6840, section 5.7). Raises Unaskable.

    Signatures themselves (DO) aren't asked for: the resolver validates, and nobody here reads them. With `unchecked`
    (CD) a validating resolver hands out what it holds for forged (RFC 4035, section 3.2.2).
    """
    return _head(unchecked) + encode_name(name) + _tail(kind, payload)


@cache
def _head(unchecked: bool) -> bytes:
    flags = _RECURSE | _AUTHENTIC | (_UNCHECKED if unchecked else 0)
    return _HEADER.pack(0, flags, 1, 0, 0, 1)[2:]


@cache
def _tail(kind: int, payload: int) -> bytes:
    return _QUESTION.pack(kind, _IN) + b"\0" + _RECORD.pack(_OPT, payload, 0, 0)


def question_in(query: bytes) -> bytes:
    """Return the question of such a query: name, type and class."""
    return query[10:-_EDNS_SIZE]


def decode(wire: bytes, *, is_whole: bool = True, asked: bytes = b"", name: str = "") -> Message:
    """Read a message; raises Malformed whatever the bytes are.

    Unless it `is_whole`, the authority section stays empty: no answer needs it, and reading it costs as much again.
    `asked` is the question as it was sent, and `name` its name: what repeats it byte for byte needn't be read again.
    """
    try:
        return _decode(wire, is_whole, asked, name)
    except (IndexError, struct.error) as fault:
        raise Malformed("the message ends too early") from fault


def emptiness(wire: bytes, asked: bytes) -> tuple[bool, bool] | None:
    """Return of a plain response without answers whether the name is missing, and whether that is authentic.

    Two of three responses to a night's questions are such. None: something else, which `decode` is to read. `asked` is
    the question as it was sent.
    """
    place, end = 12 + len(asked), len(wire) - _EDNS_SIZE
    if wire[4:8] != _ONE_QUESTION or wire[10:12] != _ONE_RECORD or not wire.startswith(asked, 12):
        return None
    flags = wire[2] << 8 | wire[3]
    if flags & (_RESPONSE | _TRUNCATED) != _RESPONSE or flags & 15 not in (0, _NXDOMAIN):
        return None
    try:
        if _skip_records(wire, place, wire[8] << 8 | wire[9]) != end or not _is_plain_edns(wire, end):
            return None
    except IndexError:
        return None
    return flags & 15 == _NXDOMAIN, bool(flags & _AUTHENTIC)


def _decode(wire: bytes, is_whole: bool, asked: bytes, name: str) -> Message:
    id_, flags, questions, answers, authority, additional = _HEADER.unpack_from(wire)
    known: Known = {}
    question: tuple[str, int, int] | None
    if questions == 1 and asked and wire.startswith(asked, 12):
        place = 12 + len(asked)
        question = (name, *_QUESTION.unpack_from(wire, place - 4))
        known[12] = name, len(asked) - 4
    else:
        question, place = _read_question(wire, known) if questions == 1 else _skip_questions(wire, questions, known)
    answered, place = _read_records(wire, place, answers, known) if answers else ([], place)
    authorities: list[Record] = []
    if is_whole:
        authorities, place = _read_records(wire, place, authority, known)
    else:
        place = _skip_records(wire, place, authority)
    if additional == 1 and place + _EDNS_SIZE == len(wire) and _is_plain_edns(wire, place):
        return Message(id_, flags, flags & 15, question, tuple(answered), tuple(authorities), ())
    extra, place = _read_records(wire, place, additional, known)
    code, errors, extra = _without_edns(flags & 15, extra)
    return Message(id_, flags, code, question, tuple(answered), tuple(authorities), tuple(extra), errors)


def _read_question(wire: bytes, known: Known) -> tuple[tuple[str, int, int], int]:
    name, place = read_name(wire, 12, known)
    kind, class_ = _QUESTION.unpack_from(wire, place)
    return (name, kind, class_), place + 4


def _skip_questions(wire: bytes, questions: int, known: Known) -> tuple[None, int]:
    place = 12
    for _ in range(questions):
        place = read_name(wire, place, known)[1] + 4
    return None, place


def _read_records(wire: bytes, place: int, count: int, known: Known) -> tuple[list[Record], int]:
    records = []
    for _ in range(count):
        # Nearly every owner is one pointer to a name that was read before, so this is asked first.
        pointed = known.get((wire[place] & 63) << 8 | wire[place + 1]) if wire[place] >= 192 else None
        if pointed is not None:
            name, place = pointed[0], place + 2
        else:
            name, place = read_name(wire, place, known)
        kind, class_, ttl_s, size = _RECORD.unpack_from(wire, place)
        place += 10
        end = place + size
        if end > len(wire):
            raise Malformed("a record that is longer than its message")
        if kind == _OPT:
            records.append(Record(name, kind, ttl_s, wire[place:end]))
        elif class_ == _IN:
            records.append(Record(name, kind, ttl_s, READERS.get(kind, read_opaque)(wire, place, end, known)))
        place = end
    return records, place


def _skip_records(wire: bytes, place: int, count: int) -> int:
    for _ in range(count):
        while 0 < wire[place] < 192:
            place += 1 + wire[place]
        place += 2 if wire[place] else 1
        place += 10 + int.from_bytes(wire[place + 8 : place + 10])
    return place


def _is_plain_edns(wire: bytes, place: int) -> bool:
    """Whether what is left is EDNS without options, and without more of the response's code."""
    return wire.startswith(_PLAIN_EDNS, place) and wire[place + 5] == 0 and wire.endswith(b"\0\0")


def _without_edns(code: int, records: list[Record]) -> tuple[int, tuple[int, ...], list[Record]]:
    """Return the whole response code, the extended errors, and the records that aren't EDNS's own."""
    others = [record for record in records if record.kind != _OPT]
    if len(others) == len(records):
        return code, (), others
    edns = next(record for record in records if record.kind == _OPT)
    return code | edns.ttl_s >> 24 << 4, _errors_of(edns.data), others


def _errors_of(options: object) -> tuple[int, ...]:
    if not options or not isinstance(options, bytes):
        return ()
    errors, place = [], 0
    while place < len(options):
        code, size = _OPTION.unpack_from(options, place)
        if code == _EXTENDED_ERROR and size >= 2:
            errors.append(int.from_bytes(options[place + 4 : place + 6]))
        place += 4 + size
    return tuple(errors)


def asked(name: str) -> str:
    """Return a normal name as a decoded question shows it."""
    return read_name(encode_name(name), 0, {})[0] if "\\" in name else name
