"""Do the patterns match alike on every Python 3.11, and does no text make them search for long?

Before 3.11.5 a possessive quantifier over a group doesn't return to where the group's last attempt began (gh-106052).
"""

import importlib
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wardmote
from wardmote.engines.advisories.facts import ReadingError
from wardmote.engines.advisories.reading.json_lists import deepest_of, entries
from wardmote.engines.reports.dmarc import read_dmarc
from wardmote.engines.reports.dmarc_plain import Plain
from wardmote.engines.reports.refusal import ReportError

HOUSE = Path(wardmote.__file__).parent
SOME_TEXT = 2_000_000
LONGEST_S = 5.0
_PARSER: Any = importlib.import_module("re._parser")
_SINGLE = ("IN", "LITERAL", "NOT_LITERAL", "ANY")


def groups_taken_possessively(parsed: Any) -> Iterator[str]:
    """Yield each possessive quantifier that is over more than one character of a class."""
    for operation, value in parsed:
        if str(operation) == "POSSESSIVE_REPEAT":
            least, most, body = value
            if len(body) != 1 or str(body[0][0]) not in _SINGLE:
                yield f"{{{least},{most}}}+ over {body!r}"
        for part in value if isinstance(value, tuple | list) else (value,):
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, _PARSER.SubPattern):
                    yield from groups_taken_possessively(inner)


def found_in(pattern: "re.Pattern[Any]") -> list[str]:
    return list(groups_taken_possessively(_PARSER.parse(pattern.pattern, pattern.flags)))


def patterns() -> dict[str, "re.Pattern[Any]"]:
    """Return every pattern that a module of the house holds, by its name."""
    found = {}
    for file in HOUSE.rglob("*.py"):
        if "re.compile" not in file.read_text() or "migrations" in file.parts:
            continue
        path = file.relative_to(HOUSE.parent).with_suffix("")
        name = ".".join(path.parts).removesuffix(".__init__")
        for key, value in vars(importlib.import_module(name)).items():
            for number, one in enumerate(value if isinstance(value, tuple | list) else (value,)):
                if isinstance(one, re.Pattern):
                    found[f"{name}.{key}[{number}]"] = one
    return found


def test_no_group_is_taken_possessively() -> None:
    every = patterns()
    assert len(every) > 50
    assert {name: wrong for name, pattern in every.items() if (wrong := found_in(pattern))} == {}


@pytest.mark.parametrize(
    "wrong", ["(?:ab)*+", "(?:a|bc)++", "(a)?+", "x(?:y(?:ab){0,6}+)", "(?:z|(?:ab)*+)", "(?=(?:ab)*+)"]
)
def test_a_group_that_is_taken_possessively_is_seen(wrong: str) -> None:
    assert len(found_in(re.compile(wrong))) == 1


@pytest.mark.parametrize("right", ["[ab]*+", "a++", "[^<>]{0,1000}+", "(?:ab)*", "(?:[a-z]++,)*", ".*+"])
def test_a_class_that_is_taken_possessively_is_none(right: str) -> None:
    assert found_in(re.compile(right)) == []


def taken_s(act: Any) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


HOSTILE = {
    "escapes that never end": b'"' + b'\\"' * (SOME_TEXT // 2),
    "escapes in one string": b'"' + b'\\"' * (SOME_TEXT // 2) + b'"',
    "strings without a bracket": b'"a",' * (SOME_TEXT // 4),
    "strings of many escapes": (b'"' + b"\\\\" * 101 + b'",') * (SOME_TEXT // 205),
    "strings of very many escapes": (b'"' + b"\\\\" * 1_001 + b'",') * (SOME_TEXT // 2_005),
    "backslashes outside": b"\\" * SOME_TEXT,
    "quotes": b'"' * (SOME_TEXT + 1),
    "brackets in strings": b'"{[",' * (SOME_TEXT // 5),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_json_makes_the_search_for_brackets_long(name: str) -> None:
    def read() -> None:
        try:
            list(entries(io.BytesIO(b'{"list": [[' + HOSTILE[name] + b"]]}"), within="list"))
        except ReadingError:
            return

    assert taken_s(lambda: deepest_of(b"[" + HOSTILE[name] + b"]")) < LONGEST_S
    assert taken_s(read) < LONGEST_S


@pytest.mark.parametrize("escapes", [0, 1, 99, 100, 101, 999, 1_000, 1_001, 2_000, 2_001, 70_000])
def test_a_string_of_any_number_of_escapes_ends_where_it_ends(escapes: int) -> None:
    words = ['"' * escapes, "[{" + "\\" * escapes, "}]" * escapes]
    listed: list[Any] = [{"a": words}, {words[0]: {"b": words[1]}}, {"c": "x"}]
    raw = json.dumps({"list": listed}).encode()
    assert [found[1] for found in entries(io.BytesIO(raw), within="list") if isinstance(found, tuple)] == listed
    assert deepest_of(raw) == 4


@pytest.mark.parametrize("strings", [999, 1_000, 1_001, 2_000, 2_001, 3_000])
def test_any_number_of_strings_may_stand_between_brackets(strings: int) -> None:
    listed = [{"a": ["b"] * strings}, {"c": ["{"] * strings}]
    raw = json.dumps({"list": listed}).encode()
    assert [found[1] for found in entries(io.BytesIO(raw), within="list") if isinstance(found, tuple)] == listed


RECORD = (
    "<record><row><source_ip>192.0.2.1</source_ip><count>1</count><policy_evaluated>{evaluated}</policy_evaluated></row>"
    "<identifiers>{identifiers}</identifiers><auth_results>{results}</auth_results></record>"
)
GOOD = {
    "evaluated": "<dkim>pass</dkim><spf>fail</spf>" * 3 + "<reason><type>x</type></reason>" * 20,
    "identifiers": "<header_from>a.example</header_from>" * 6,
    "results": ("<dkim>" + "<domain>a</domain>" * 8 + "</dkim>" + "<spf>" + "<scope>b</scope>" * 8 + "</spf>") * 20,
}


def test_the_fullest_plain_record_is_read_and_one_that_breaks_at_its_end_costs_no_more() -> None:
    whole = RECORD.format(**GOOD)
    broken = [
        whole.removesuffix(end) + "<x>"
        for end in ("</record>", "</auth_results></record>", "</spf></auth_results></record>")
    ]
    assert Plain().read(whole, 0) is not None
    for text in broken:
        assert taken_s(lambda text=text: [Plain().read(text, 0) for _ in range(100)]) < LONGEST_S
        assert Plain().read(text, 0) is None


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("evaluated", "<dkim>"),
        ("evaluated", "<dkim>pass</spf>"),
        ("evaluated", "<reason>"),
        ("evaluated", "<reason><type>x</type>"),
        ("identifiers", "<header_from>a.example"),
        ("results", "<dkim>"),
        ("results", "<spf><domain>a</domain>"),
        ("results", "<spf><domain>a</dkim>"),
    ],
)
def test_a_record_with_an_element_that_does_not_end_is_never_a_plain_one(part: str, wrong: str) -> None:
    assert Plain().read(RECORD.format(**{**GOOD, part: wrong}), 0) is None


@pytest.mark.parametrize(
    "head",
    [
        b"<a" * (SOME_TEXT // 2),
        b"<a " + b"b='c' " * (SOME_TEXT // 6),
        b"<a b=" + b"'" * (SOME_TEXT + 1),
        b'<a b="' + b">" * SOME_TEXT,
        b"<a b='c'>" * (SOME_TEXT // 9),
        b">" * SOME_TEXT,
    ],
)
def test_no_head_makes_the_search_for_tags_long(head: bytes) -> None:
    def read() -> None:
        with pytest.raises(ReportError):
            list(read_dmarc([head + b"<record>" + head]).records)

    assert taken_s(read) < LONGEST_S
