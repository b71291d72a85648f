"""Is a fix taken apart into steps, each with the record that a person can copy?"""

import tomllib
from pathlib import Path

import pytest

from wardmote.watch.fixes import Piece, Record, pieces_of

CASES = Path(__file__).parents[2] / "cases" / "checks"


@pytest.mark.parametrize(
    ("fix", "says", "kind", "name", "value"),
    [
        ('Publish: _dmarc.a.uk. TXT "v=DMARC1; p=reject"', "Publish:", "TXT", "_dmarc.a.uk", "v=DMARC1; p=reject"),
        ('a.uk. CAA 0 issue "letsencrypt.org"', "", "CAA", "a.uk", '0 issue "letsencrypt.org"'),
        ("Publish this: a.uk. MX 0 .", "Publish this:", "MX", "a.uk", "0 ."),
        ("Publish: a.uk. DS 12 13 2 AB12", "Publish:", "DS", "a.uk", "12 13 2 AB12"),
        ("Publish: _25._tcp.m.a.uk. TLSA 3 1 1 ab", "Publish:", "TLSA", "_25._tcp.m.a.uk", "3 1 1 ab"),
        ("Delete: w.a.uk. CNAME x.example.", "Delete:", "CNAME", "w.a.uk", "x.example."),
    ],
)
def test_a_record_is_given_field_by_field(fix: str, says: str, kind: str, name: str, value: str) -> None:
    (piece,) = pieces_of(fix)
    assert piece.says == says
    assert piece.record is not None
    assert (piece.record.name, piece.record.type, piece.record.value) == (name, kind, value)
    assert fix.endswith(piece.record.line)


def test_two_records_are_two_steps() -> None:
    fix = 'Start with this: a.uk. TXT "v=spf1 mx ~all" – or, if it sends no mail: a.uk. TXT "v=spf1 -all"'
    first, second = pieces_of(fix)
    assert (first.says, second.says) == ("Start with this:", "Or, if it sends no mail:")
    assert first.record == Record("a.uk", "TXT", "v=spf1 mx ~all", 'a.uk. TXT "v=spf1 mx ~all"')


@pytest.mark.parametrize(
    "fix",
    [
        'Delete: a.uk. TXT "spf1 mx"',
        "Delete the old one of these: w.a.uk. CNAME x.example.; w.a.uk. CNAME y.example.",
        'Keep it inside, and delete here: a.uk. TXT "x"',
        'Name each host, then delete: *.a.uk. TXT "x"',
        'Have whoever signs with it publish it under a new name, then delete: s._domainkey.a.uk. TXT "p=x"',
        'Look-ups by term: mx (2). The record now: a.uk. TXT "v=spf1 mx ~all"',
        'Take out of the record what leads there: a.uk. TXT "v=spf1 mx ~all"',
        'Correct “l=x” in: default._bimi.a.uk. TXT "v=BIMI1; l=x"',
    ],
)
def test_a_record_to_delete_or_to_change_is_shown_only(fix: str) -> None:
    assert all(piece.is_shown_only for piece in pieces_of(fix))


@pytest.mark.parametrize(
    "fix",
    [
        'Publish: a.uk. TXT "v=spf1 mx ~all"',
        'Delete s1 below _domainkey, and publish: *._domainkey.a.uk. TXT "v=DKIM1; p="',
        'Take out what no longer exists: a.uk. TXT "v=spf1 mx ~all"',
        'Delete: b.uk. TXT "x" – or publish: a.uk. TXT "v=spf1 mx ~all"',
        "Have the registrar publish exactly this at the parent: a.uk. DS 12 13 2 AB12",
    ],
)
def test_a_record_to_publish_is_there_to_be_copied(fix: str) -> None:
    assert not pieces_of(fix)[-1].is_shown_only


def test_no_check_has_a_record_copied_that_stands_already() -> None:
    cases = [case for file in CASES.rglob("*.toml") for case in tomllib.loads(file.read_text("utf-8"))["cases"]]
    fixed = [case for case in cases if case.get("fix") and case.get("evidence")]
    assert len(fixed) > 20
    for case in fixed:
        copied = [piece.record.line for piece in pieces_of(case["fix"]) if piece.record and not piece.is_shown_only]
        assert not set(copied) & set(case["evidence"]), case["name"]


def test_words_after_a_record_stay() -> None:
    first, rest = pieces_of("Delete both: w.a.uk. CNAME x.example.; then wait an hour.")
    assert first.record is not None
    assert rest == Piece("Then wait an hour.")


def test_a_text_in_several_strings_is_one_value() -> None:
    (piece,) = pieces_of('Publish: a.uk. TXT "one " "two"')
    assert piece.record is not None
    assert piece.record.value == "one two"


def test_what_is_escaped_stays_as_a_zone_file_writes_it() -> None:
    (piece,) = pieces_of(r'Publish: a.uk. TXT "say \"hello\""')
    assert piece.record is not None
    assert piece.record.value == r'"say \"hello\""'


@pytest.mark.parametrize("fix", ["Turn on DNSSEC at the DNS provider.", "", "Serve https://a.uk/x. TXT is not needed."])
def test_words_alone_are_one_step(fix: str) -> None:
    assert pieces_of(fix) == (Piece(fix),)


def test_a_long_hostile_fix_takes_no_time() -> None:
    assert pieces_of('a. TXT "' * 20_000)
