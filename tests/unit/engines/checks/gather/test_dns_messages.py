"""Do we and dnspython read and write the same messages, and is every hostile message simply refused?"""

import struct
from contextlib import suppress
from time import process_time

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.engines.checks.facts.records import Caa, Dnskey, Ds, Mx, Opaque, Rrsig, Soa, Tlsa, Txt
from wardmote.engines.checks.gather.dns.kinds import KINDS, Kind
from wardmote.engines.checks.gather.dns.message import Message, Record, decode, emptiness, encode_question, question_in
from wardmote.engines.checks.gather.dns.names import Malformed, Unaskable, encode_name, normal, read_name

LABELS = st.one_of(st.from_regex(rb"[A-Za-z0-9_-]{1,63}", fullmatch=True), st.binary(min_size=1, max_size=20))
NAMES = st.lists(LABELS, max_size=6).filter(lambda labels: sum(map(len, labels)) + len(labels) < 255)
NUMBER = st.integers(0, 0xFFFF)


def wire_name(labels: list[bytes]) -> bytes:
    """Return an uncompressed name, which dnspython then reads."""
    return b"".join(bytes((len(label),)) + label for label in labels) + b"\0"


DATA = {
    "A": st.binary(min_size=4, max_size=4),
    "AAAA": st.binary(min_size=16, max_size=16),
    "NS": NAMES.map(wire_name),
    "CNAME": NAMES.map(wire_name),
    "PTR": NAMES.map(wire_name),
    "MX": st.tuples(NUMBER, NAMES).map(lambda mx: struct.pack("!H", mx[0]) + wire_name(mx[1])),
    "TXT": st.lists(st.binary(max_size=255), min_size=1, max_size=5).map(
        lambda strings: b"".join(bytes((len(each),)) + each for each in strings)
    ),
    "SOA": st.tuples(NAMES, NAMES, st.binary(min_size=20, max_size=20)).map(
        lambda soa: wire_name(soa[0]) + wire_name(soa[1]) + soa[2]
    ),
    "CAA": st.tuples(
        st.sampled_from([0, 128]),
        st.sampled_from([b"issue", b"iodef"]),
        st.text('abc;= "\\\\', max_size=40).map(str.encode),
    ).map(lambda caa: bytes((caa[0], len(caa[1]))) + caa[1] + caa[2]),
    "TLSA": st.binary(min_size=32, max_size=32).map(lambda digest: b"\3\1\1" + digest),
    "DS": st.binary(min_size=32, max_size=32).map(lambda digest: struct.pack("!HBB", 4711, 13, 2) + digest),
    "DNSKEY": st.binary(min_size=1, max_size=90).map(lambda key: struct.pack("!HBB", 257, 3, 13) + key),
    "RRSIG": st.tuples(NAMES, st.binary(min_size=64, max_size=64)).map(
        lambda sig: struct.pack("!HBBIIIH", 1, 13, 2, 300, 7, 5, 9) + wire_name(sig[0]) + sig[1]
    ),
    "TYPE65280": st.binary(max_size=40),
}
RECORDS = st.sampled_from(sorted(DATA)).flatmap(lambda kind: st.tuples(NAMES, st.just(kind), DATA[kind]))


def shown(name: dns.name.Name) -> str:
    """Return dnspython's name as ours are shown."""
    return dns.name.Name([label.lower() for label in name.labels]).to_text(omit_final_dot=True)


def as_ours(section: list[dns.rrset.RRset]) -> list[tuple[str, int, int, bytes]]:
    """Return what dnspython read as (name, type, TTL, data in canonical form)."""
    return sorted(
        (shown(rrset.name), int(rrset.rdtype), rrset.ttl, rdata.to_digestable(origin=dns.name.root))
        for rrset in section
        for rdata in rrset
    )


def as_wire(record: Record) -> bytes:
    """Write what we read as data again, in canonical form."""
    match record.data:
        case str(text):
            kind = next(kind.name for kind in KINDS if kind.number == record.kind)
            return dns.rdata.from_text("IN", kind, text).to_digestable() if "A" in kind[0] else encode_name(text)
        case Txt(strings):
            return b"".join(bytes((len(each),)) + each for each in strings)
        case Mx(preference, exchange):
            return struct.pack("!H", preference) + encode_name(exchange)
        case Soa(primary, mailbox):
            return encode_name(primary) + encode_name(mailbox) + struct.pack("!5I", *record.data[2:])
        case Caa(flags, tag, value):
            return bytes((flags, len(tag))) + f"{tag}{value}".encode()
        case Tlsa(usage, selector, matching, data):
            return struct.pack("!BBB", usage, selector, matching) + data
        case Ds(first, second, third, rest) | Dnskey(first, second, third, rest):
            return struct.pack("!HBB", first, second, third) + rest
        case Rrsig():
            return struct.pack("!HBBIIIH", *record.data[:7]) + encode_name(record.data.signer) + record.data.signature
        case Opaque(data):
            return data
    raise AssertionError(record)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.lists(RECORDS, max_size=8), st.lists(RECORDS, max_size=3), NUMBER, st.booleans())
def test_we_read_what_dnspython_writes(
    question: list[bytes],
    answers: list[tuple[list[bytes], str, bytes]],
    extra: list[tuple[list[bytes], str, bytes]],
    id_: int,
    is_authentic: bool,
) -> None:
    theirs = dns.message.make_query(dns.name.Name([*question, b""]), "TXT", want_dnssec=True, id=id_)
    theirs.flags |= dns.flags.QR | (dns.flags.AD if is_authentic else 0)
    for section, records in ((theirs.answer, answers), (theirs.additional, extra)):
        for labels, kind, data in records:
            number = dns.rdatatype.from_text(kind)
            rdata = dns.rdata.from_wire(dns.rdataclass.IN, number, data, 0, len(data))
            section.append(dns.rrset.from_rdata(dns.name.Name([*labels, b""]), 300, rdata))

    ours = decode(theirs.to_wire(max_size=65535))

    assert (ours.id, ours.is_authentic, ours.is_truncated, ours.code) == (id_, is_authentic, False, 0)
    assert ours.question == (shown(theirs.question[0].name), 16, 1)
    for mine, others in ((ours.answers, theirs.answer), (ours.additional, theirs.additional)):
        assert sorted((r.name, r.kind, r.ttl_s, as_wire(r)) for r in mine) == as_ours(others)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.sampled_from(KINDS), st.booleans())
def test_dnspython_reads_what_we_write(labels: list[bytes], kind: Kind[object], unchecked: bool) -> None:
    name = dns.name.Name([*labels, b""])

    wire = b"\x12\x34" + encode_question(name.to_text(), kind.number, unchecked=unchecked)
    theirs = dns.message.from_wire(wire)

    assert theirs.id == 0x1234
    assert theirs.question[0].name == name
    assert int(theirs.question[0].rdtype) == kind.number
    assert theirs.flags & dns.flags.RD
    assert bool(theirs.flags & dns.flags.CD) == unchecked
    assert theirs.flags & dns.flags.AD
    assert not theirs.ednsflags & dns.flags.DO
    assert theirs.payload == 1232
    assert decode(wire).question == (shown(name), kind.number, 1)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_are_read_or_refused(wire: bytes) -> None:
    with suppress(Malformed):
        assert isinstance(decode(wire), Message)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_message_is_read_or_refused(data: st.DataObject) -> None:
    query = dns.message.make_query("example.gov.uk", "MX")
    response = dns.message.make_response(query)
    response.answer.append(dns.rrset.from_text("example.gov.uk.", 300, "IN", "MX", "10 mx1.example.gov.uk."))
    response.answer.append(dns.rrset.from_text("example.gov.uk.", 300, "IN", "TXT", '"v=spf1 -all" "more"'))
    response.answer.append(dns.rrset.from_text("example.gov.uk.", 300, "IN", "CAA", '0 issue "ca.example"'))
    wire = bytearray(response.to_wire())
    for _ in range(data.draw(st.integers(1, 4))):
        wire[data.draw(st.integers(0, len(wire) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Malformed):
        decode(bytes(wire[: data.draw(st.integers(0, len(wire)))]))


def header(*, questions: int = 0, answers: int = 0) -> bytes:
    return struct.pack("!6H", 1, 0x8180, questions, answers, 0, 0)


def record(owner: bytes, kind: int, data: bytes, size: int | None = None) -> bytes:
    return owner + struct.pack("!HHIH", kind, 1, 300, len(data) if size is None else size) + data


HOSTILE = {
    "a name that points at itself": header(questions=1) + b"\xc0\x0c" + b"\0\1\0\1",
    "two names that point at each other": header(questions=1) + b"\xc0\x0e\xc0\x0c" + b"\0\1\0\1",
    "a label and a pointer back to it": header(questions=1) + b"\x01a\xc0\x0c" + b"\0\1\0\1",
    "a name that points forwards": header(questions=1) + b"\xc0\x12" + b"\0\1\0\1" + b"\1a\0",
    "a name that points past the end": header(questions=1) + b"\xff\xff" + b"\0\1\0\1",
    "a name that never ends": header(questions=1) + b"\x3f" + b"a" * 63,
    "a name of more than 255 bytes": header(questions=1) + (b"\x3f" + b"a" * 63) * 4 + b"\0" + b"\0\1\0\1",
    "a label of a kind that nobody uses": header(questions=1) + b"\x41a\0" + b"\0\1\0\1",
    "a record longer than its message": header(answers=1) + record(b"\0", 16, b"\1a", 500),
    "a text longer than its record": header(answers=1) + record(b"\0", 16, b"\x09abc"),
    "a text without a string": header(answers=1) + record(b"\0", 16, b""),
    "an address of three bytes": header(answers=1) + record(b"\0", 1, b"\1\2\3"),
    "an IPv6 address of four bytes": header(answers=1) + record(b"\0", 28, b"\1\2\3\4"),
    "a mail server with bytes after its name": header(answers=1) + record(b"\0", 15, b"\0\1\1a\0more"),
    "a mail server whose name runs into the next record": header(answers=2) + record(b"\0", 15, b"\0\1\x05a") * 2,
    "a tag longer than its record": header(answers=1) + record(b"\0", 257, b"\0\x40issue"),
    "a DS record of one byte": header(answers=1) + record(b"\0", 43, b"\1"),
    "a signature without a signer": header(answers=1) + record(b"\0", 46, b"\0" * 18 + b"\1", 18),
    "more records than it holds": header(answers=60000) + record(b"\0", 1, b"\1\2\3\4"),
    "a head alone": header(questions=1),
    "half a head": header()[:7],
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        decode(HOSTILE[name])


@pytest.mark.parametrize("jumps", [120, 6000])
def test_a_long_chain_of_pointers_costs_little(jumps: int) -> None:
    """Thousands of records, each with a name that jumps through thousands of pointers, would cost quadratic time."""
    first = len(header()) + 11
    chain = b"\0" + b"".join(struct.pack("!H", 0xC000 | max(first, first - 1 + 2 * at)) for at in range(jumps))
    wire = header(answers=1) + record(b"\0", 65280, chain)
    last = struct.pack("!H", 0xC000 | len(wire) - 2)
    wire = header(answers=4000) + wire[12:] + record(last, 65280, b"") * 3999
    begun = process_time()
    if jumps == 120:
        assert len(decode(wire).answers) == 4000
    else:
        with pytest.raises(Malformed):
            decode(wire)
    assert process_time() - begun < 2


def test_ten_thousand_records_are_read() -> None:
    wire = header(questions=1, answers=3900) + b"\1a\0\0\1\0\1" + record(b"\xc0\x0c", 1, b"\1\2\3\4") * 3900

    assert len(decode(wire).answers) == 3900

    longer = header(questions=1, answers=10_000) + b"\1a\0\0\1\0\1" + record(b"\xc0\x0c", 1, b"\1\2\3\4") * 10_000
    assert len(decode(longer).answers) == 10_000


def test_a_text_of_64_kilobytes_is_read() -> None:
    strings = b"".join(b"\xff" + bytes((65 + at % 26,)) * 255 for at in range(250))
    (found,) = decode(header(answers=1) + record(b"\0", 16, strings)).answers

    assert isinstance(found.data, Txt)
    assert len(found.data.text) == 250 * 255


def test_extended_errors_are_read() -> None:
    edns = (
        b"\0"
        + struct.pack("!HHIH", 41, 1232, 0x8000, 12)
        + struct.pack("!HHH", 15, 2, 9)
        + struct.pack("!HH2s", 10, 2, b"ab")
    )
    wire = struct.pack("!6H", 1, 0x8182, 0, 0, 0, 1) + edns

    assert decode(wire).errors == (9,)
    assert decode(wire).code == 2
    assert decode(wire).additional == ()


@pytest.mark.parametrize("name", ["a..b", ".a", "a" * 64, ".".join(["a" * 60] * 5), "münchen.example"])
def test_a_name_that_cant_be_asked_about_is_refused(name: str) -> None:
    with pytest.raises(Unaskable):
        encode_name(name)


def test_names_are_read_in_lower_case_and_escaped() -> None:
    wire = b"\x03WwW\x04a.b;\x02\x00\xff\x00"

    text, after = read_name(wire, 0, {})

    assert (text, after) == (r"www.a\.b\;.\000\255", len(wire))
    assert encode_name(text) == b"\x03www\x04a.b;\x02\x00\xff\x00"
    assert normal("Example.GOV.uk.") == "example.gov.uk"
    assert normal(".") == normal("") == "."
    assert encode_name(".") == b"\0"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_what_is_read_in_part_is_refused_or_says_the_same_answers(rubbish: bytes) -> None:
    try:
        part = decode(rubbish, is_whole=False)
    except Malformed:
        return
    assert part.authority == ()


def test_an_answer_read_in_part_is_the_same_but_for_the_authority() -> None:
    theirs = dns.message.make_response(dns.message.make_query("www.example.gov.uk", "A", use_edns=0))
    theirs.answer.append(dns.rrset.from_text("www.example.gov.uk.", 300, "IN", "A", "192.0.2.1"))
    theirs.authority.append(
        dns.rrset.from_text("example.gov.uk.", 300, "IN", "NS", "ns1.example.gov.uk.", "ns2.example.net.")
    )
    theirs.additional.append(dns.rrset.from_text("ns1.example.gov.uk.", 300, "IN", "A", "192.0.2.53"))
    wire = theirs.to_wire()

    whole, part = decode(wire), decode(wire, is_whole=False)

    assert len(whole.authority) == 2
    assert part == whole._replace(authority=())


def plain_absence(code: int, flags: int = 0) -> bytes:
    """Return what a resolver answers where there is no such record."""
    asked = dns.message.from_wire(b"\x12\x34" + encode_question("www.example.gov.uk", 1))
    response = dns.message.make_response(asked, our_payload=1232)
    response.flags |= flags
    response.set_rcode(dns.rcode.Rcode(code))
    soa = "ns1.example.gov.uk. hostmaster.example.gov.uk. 1 2 3 4 5"
    response.authority.append(dns.rrset.from_text("example.gov.uk.", 300, "IN", "SOA", soa))
    return response.to_wire()


@pytest.mark.parametrize("is_missing", [False, True])
@pytest.mark.parametrize("is_authentic", [False, True])
def test_a_plain_absence_is_seen_at_a_glance(is_missing: bool, is_authentic: bool) -> None:
    wire = plain_absence(3 if is_missing else 0, dns.flags.AD if is_authentic else 0)

    assert emptiness(wire, question_in(encode_question("www.example.gov.uk", 1))) == (is_missing, is_authentic)


@pytest.mark.parametrize("code", [2, 5, 16])
def test_a_failure_is_no_plain_absence(code: int) -> None:
    assert emptiness(plain_absence(code), question_in(encode_question("www.example.gov.uk", 1))) is None


def test_another_question_or_a_response_cut_short_is_no_plain_absence() -> None:
    asked = question_in(encode_question("www.example.gov.uk", 1))

    assert emptiness(plain_absence(3), question_in(encode_question("www.example.gov.uk", 28))) is None
    assert emptiness(plain_absence(3, dns.flags.TC), asked) is None
    assert {emptiness(plain_absence(3)[:size], asked) for size in range(12, len(plain_absence(3)))} == {None}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 200), st.integers(0, 255), st.integers(0, 200))
def test_what_is_seen_at_a_glance_is_what_a_whole_reading_says(place: int, byte: int, cut: int) -> None:
    mutated = bytearray(plain_absence(3))
    mutated[place % len(mutated)] = byte
    wire = bytes(mutated[: max(12, len(mutated) - cut % 20)])
    question = encode_question("www.example.gov.uk", 1)

    empty = emptiness(wire, question_in(question))

    if empty is not None:
        whole = decode(wire, is_whole=False, asked=question_in(question), name="www.example.gov.uk")
        assert (whole.answers, whole.errors, whole.is_truncated) == ((), (), False)
        assert whole.replies_to(whole.id, "www.example.gov.uk", 1)
        assert (whole.code == 3, whole.is_authentic) == empty
        assert whole.code in (0, 3)
