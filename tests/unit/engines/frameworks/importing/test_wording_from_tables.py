"""Do our own TOML and a CSV table come in whole, and are damaged ones refused by their place?"""

from collections.abc import Callable

import pytest

from wardmote.engines.frameworks import FrameworkError
from wardmote.engines.frameworks.importing import Fault, Wording
from wardmote.engines.frameworks.outcomes import Statement, Status

Read = Callable[[str | bytes, str], Wording]
TOML, CSV = "ours.toml", "caf-9.9.csv"


def test_our_own_toml_is_read_whole(read: Read, toml_text: str) -> None:
    wording = read(toml_text, TOML)

    assert (wording.framework, wording.version, wording.source) == ("caf", "9.9", TOML)
    assert wording.attribution == "The porters' handbook"
    assert wording.statements == {
        "A1.a": (
            Statement("night", Status.NOT_ACHIEVED, "The door stands open at night."),
            Statement("A1.a.A.1", Status.ACHIEVED, "Every door is locked."),
        ),
        "A1.b": (Statement("A1.b.PA.1", Status.PARTIALLY_ACHIEVED, "There is a list of keys."),),
    }


def test_what_a_toml_file_lacks_is_said_at_its_outcome(read: Read, toml_text: str) -> None:
    assert read(toml_text, TOML).faults == (
        Fault(17, 'A1.b has no statement at "not achieved" in this file.'),
        Fault(17, 'A1.b has no statement at "achieved" in this file.'),
    )


def test_an_empty_statement_of_a_toml_file_is_left_out_and_said(read: Read, toml_text: str) -> None:
    faults = read(toml_text.replace("Every door is locked.", " "), TOML).faults

    assert Fault(12, "A statement of A1.a has no text. It is left out.") in faults


DAMAGED_TOML = {
    "not TOML": ('kind = "statements"', "kind = statements", "this is not valid TOML"),
    "another kind": ('kind = "statements"', 'kind = "outcomes"', '"kind" must be "statements"'),
    "no source": ("source = ", "sauce = ", '"source" is missing'),
    "no text": ('says = "Every', 'said = "Every', 'statement 2: "says" is missing'),
    "a number for text": ('says = "Every door is locked."', "says = 3", 'statement 2: "says" must be text'),
    "an entry nobody reads": ('id = "night"', 'ident = "night"', '"ident" is not an entry that belongs here'),
    "another level": ('level = "achieved"', 'level = "good"', '"good" is not a level'),
    "an unknown outcome": ('outcome = "A1.b"', 'outcome = "B1.b"', 'line 17: there is no outcome "B1.b" in caf 9.9'),
    "lists without end": ('source = "The', f'source = {"[" * 5_000}"The', "lists are nested too deep"),
    "a line without end": (
        'source = "The',
        f'{"a." * 5_000}b = "The',
        "line 4: the line has more than 8,000 characters",
    ),
    "no statements": ("[[statements]]", "[[phrases]]", '"statements" is missing'),
}


@pytest.mark.parametrize(("old", "new", "says"), DAMAGED_TOML.values(), ids=DAMAGED_TOML.keys())
def test_a_damaged_toml_file_is_refused_by_its_place(read: Read, toml_text: str, old: str, new: str, says: str) -> None:
    assert old in toml_text

    with pytest.raises(FrameworkError) as refusal:
        read(toml_text.replace(old, new), TOML)

    assert says in str(refusal.value)
    assert str(refusal.value).startswith(TOML)


def test_a_table_is_read_whole(read: Read, csv_text: str) -> None:
    wording = read(csv_text, CSV)

    assert [one.id for one in wording.statements["A1.a"]] == ["A1.a.NA.1", "A1.a.A.1"]
    assert wording.statements["A1.b"][0].says == "There is a list of keys, and\nit is kept."


def test_a_table_may_bring_its_ids(read: Read) -> None:
    wording = read("id,outcome,level,statement\nx1,A1.a,achieved,Locked.\n,A1.a,achieved,Tried.\n", CSV)

    assert [one.id for one in wording.statements["A1.a"]] == ["x1", "A1.a.A.1"]


def test_an_id_that_we_would_make_is_left_to_the_file(read: Read) -> None:
    wording = read("outcome,level,statement,id\nA1.a,achieved,Locked.,\nA1.a,achieved,Tried.,A1.a.A.1\n", CSV)

    assert [one.id for one in wording.statements["A1.a"]] == ["A1.a.A.2", "A1.a.A.1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("keys, and", "keys and").replace(",", ";"),
        lambda text: text.replace("keys, and", "keys and").replace(",", "\t"),
        lambda text: text.replace("outcome,level", "Outcome , LEVEL"),
        lambda text: text + "\n,,\n\n",
    ],
    ids=["with a BOM", "with CRLF", "with semicolons", "with tabs", "with capitals", "with empty rows"],
)
def test_a_table_may_be_saved_in_many_ways(read: Read, csv_text: str, change: Callable[[str], str]) -> None:
    assert read(change(csv_text), CSV).total == 3


def test_a_table_in_windows_1252_is_read_and_said(read: Read, csv_text: str) -> None:
    wording = read(csv_text.replace("Every door", "“Every” door").encode("cp1252"), CSV)

    assert wording.statements["A1.a"][1].says == "“Every” door is locked."
    says = "The text is not UTF-8 and was read as Windows-1252. Check quotation marks, dashes and pound signs."
    assert Fault(3, says) in wording.faults


DAMAGED_CSV = {
    "bytes of no encoding": (b"Every", b"\x81very", "line 3: the text is neither UTF-8 nor Windows-1252"),
    "no header": (b"outcome,level,statement\n", b"", 'line 1: the column "outcome" is missing'),
    "a column nobody reads": (b"outcome,", b"outcome,weight,", 'line 1: the column "weight" is not one'),
    "a column twice": (b"outcome,", b"outcome,outcome,", 'the column "outcome" is there 2 times'),
    "another level": (b"A1.a,achieved", b"A1.a,good", 'line 3: "good" is not a level'),
    "no outcome": (b"A1.a,achieved", b",achieved", 'line 3: "outcome" is empty'),
    "an unknown outcome": (b"A1.b", b"B1.b", 'line 4: there is no outcome "B1.b"'),
    "cells too many": (b"locked.", b"locked.,and,bolted", "line 3: the row has 5 cells under 3 names"),
    "a quotation mark without end": (b"The door", b'"The door', "this is not a sound CSV table"),
    "a cell without end": (b"Every", b"Every" * 40_000, "this is not a sound CSV table"),
    "rows without end": (b"A1.b", b"A1.a,achieved,x\n" * 10_001 + b"A1.b", "the table has more than 10,000 rows"),
}


@pytest.mark.parametrize(("old", "new", "says"), DAMAGED_CSV.values(), ids=DAMAGED_CSV.keys())
def test_a_damaged_table_is_refused_by_its_line(read: Read, csv_text: str, old: bytes, new: bytes, says: str) -> None:
    with pytest.raises(FrameworkError) as refusal:
        read(csv_text.encode().replace(old, new, 1), CSV)

    assert says in str(refusal.value)


@pytest.mark.parametrize("name", ["statements.csv", "caf.csv", "9.9.csv", "-9.9.csv"])
def test_a_table_whose_name_says_no_edition_is_refused(read: Read, csv_text: str, name: str) -> None:
    with pytest.raises(FrameworkError, match="the name must say the framework and its version"):
        read(csv_text, name)


@pytest.mark.parametrize(
    "name", ["caf-9.9.csv", "CAF-v9.9 (1).csv", "cyber-assessment-framework-v9.9.csv", "caf_9.9.csv"]
)
def test_a_tables_name_says_its_edition(read: Read, csv_text: str, name: str) -> None:
    assert read(csv_text, name).version == "9.9"


def test_beyond_200_faults_only_their_number_is_said(read: Read) -> None:
    rows = "A1.a,achieved,\n" * 300

    faults = read(f"outcome,level,statement\nA1.a,achieved,Locked.\n{rows}", CSV).faults

    assert len(faults) == 201
    assert faults[-1] == Fault(0, "There are 104 more faults like these.")
