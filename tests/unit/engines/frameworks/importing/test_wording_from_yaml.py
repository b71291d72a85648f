"""Does a file of the CAF come in whole, and is what is odd about it said with its line?"""

import hashlib
from collections.abc import Callable

import pytest

from wardmote.engines.frameworks import FrameworkError
from wardmote.engines.frameworks.importing import Fault, Wording
from wardmote.engines.frameworks.outcomes import Statement, Status

NAME = "cyber-assessment-framework-v9.9.yaml"
Read = Callable[[str | bytes, str], Wording]


def line_of(text: str, words: str, nth: int = 1) -> int:
    """Return the line of the nth occurrence."""
    return [number for number, line in enumerate(text.split("\n"), start=1) if words in line][nth - 1]


def test_a_sound_file_is_read_whole(read: Read, yaml_text: str) -> None:
    wording = read(yaml_text, NAME)

    assert (wording.framework, wording.version, wording.source) == ("caf", "9.9", NAME)
    assert wording.digest == hashlib.sha256(yaml_text.encode()).hexdigest()
    assert wording.faults == ()
    assert wording.statements["A1.a"] == (
        Statement("A1.a.1", Status.NOT_ACHIEVED, "The door stands open at night."),
        Statement("A1.a.2", Status.ACHIEVED, "Every door is locked."),
        Statement("A1.a.3", Status.ACHIEVED, "Somebody tries the handle."),
    )
    assert wording.counts == {Status.NOT_ACHIEVED: 2, Status.PARTIALLY_ACHIEVED: 1, Status.ACHIEVED: 3}
    assert wording.total == 6


def test_the_profiles_of_the_file_come_with_it(read: Read, yaml_text: str) -> None:
    assert read(yaml_text, NAME).minimums == {
        "baseline": {"A1.a": Status.ACHIEVED, "A1.b": Status.PARTIALLY_ACHIEVED},
        "enhanced": {"A1.a": Status.ACHIEVED, "A1.b": Status.ACHIEVED},
    }


@pytest.mark.parametrize("name", ["caf_v9.9.yml", "CAF 9.9 (1).YAML", "cyber-assessment-framework-v9.9-profile.yaml"])
def test_the_name_says_the_version(read: Read, yaml_text: str, name: str) -> None:
    assert read(yaml_text, name).version == "9.9"


def test_a_line_in_the_file_says_the_version_before_its_name_does(read: Read, yaml_text: str) -> None:
    assert read(f'version: "9.9"\n{yaml_text}', "caf-v1.0.yaml").version == "9.9"


@pytest.mark.parametrize("name", ["framework.yaml", "from-3.2-to-4.0.yaml"])
def test_a_file_without_one_version_is_refused(read: Read, yaml_text: str, name: str) -> None:
    with pytest.raises(FrameworkError, match="the file doesn't say its version"):
        read(yaml_text, name)


def test_a_version_that_nobody_knows_is_refused_by_the_library(read: Read, yaml_text: str) -> None:
    with pytest.raises(FrameworkError, match=r'There is no framework "caf" version "8\.0"'):
        read(yaml_text, "caf-v8.0.yaml")


def test_an_id_used_twice_keeps_both_statements(read: Read, yaml_text: str) -> None:
    text = yaml_text.replace("A1.b.3:", "A1.b.2:")
    first, second = line_of(text, "A1.b.2:"), line_of(text, "A1.b.2:", 2)

    wording = read(text, NAME)

    assert [one.id for one in wording.statements["A1.b"]] == ["A1.b.1", "A1.b.2", "A1.b.2-2"]
    assert wording.faults == (
        Fault(second, f'The id "A1.b.2" is on line {first} too. Both statements are kept, this one as "A1.b.2-2".'),
    )


def test_an_id_used_twice_in_one_mapping_loses_nothing(read: Read, yaml_text: str) -> None:
    text = yaml_text.replace("A1.a.3:", "A1.a.2:")

    wording = read(text, NAME)

    assert [one.says for one in wording.statements["A1.a"]][1:] == [
        "Every door is locked.",
        "Somebody tries the handle.",
    ]
    assert len(wording.faults) == 1


def test_an_id_used_three_times_keeps_three_statements(read: Read, yaml_text: str) -> None:
    text = yaml_text.replace("A1.b.1:", "A1.b.2:").replace("A1.b.3:", "A1.b.2:")

    assert [one.id for one in read(text, NAME).statements["A1.b"]] == ["A1.b.2", "A1.b.2-2", "A1.b.2-3"]


def test_a_new_id_never_meets_one_of_the_file(read: Read, yaml_text: str) -> None:
    text = yaml_text.replace("A1.b.1:", "A1.b.2-2:").replace("A1.b.3:", "A1.b.2:")

    assert [one.id for one in read(text, NAME).statements["A1.b"]] == ["A1.b.2-2", "A1.b.2", "A1.b.2-3"]


@pytest.mark.parametrize("empty", ["description:", "description: ''", "description: ~", "says: The list is checked."])
def test_a_statement_without_text_is_left_out_and_said(read: Read, yaml_text: str, empty: str) -> None:
    text = yaml_text.replace("description: The list is checked.", empty)

    wording = read(text, NAME)

    assert [one.id for one in wording.statements["A1.b"]] == ["A1.b.1", "A1.b.2"]
    at, outcome = line_of(text, "A1.b.3:"), line_of(text, "A1.b:")
    assert wording.faults == (
        Fault(outcome, 'A1.b has no statement at "achieved" in this file.'),
        Fault(at, 'Statement "A1.b.3" of A1.b has no text. It is left out.'),
    )


def test_a_level_that_the_outcome_does_not_have_is_left_out_and_said(read: Read, yaml_text: str) -> None:
    half = "partially-achieved:\n                A1.a.9: {description: It is shut.}"
    text = yaml_text.replace("partially-achieved: {}", half)

    wording = read(text, NAME)

    assert "A1.a.9" not in {one.id for one in wording.statements["A1.a"]}
    says = 'Statement "A1.a.9" of A1.a stands at "partially achieved", a level that A1.a doesn\'t have. It is left out.'
    assert wording.faults == (Fault(line_of(text, "A1.a.9"), says),)


def test_an_outcome_that_the_file_lacks_is_said(read: Read, yaml_text: str) -> None:
    wording = read(yaml_text[: yaml_text.index("          A1.b:")], NAME)

    assert list(wording.statements) == ["A1.a"]
    assert [fault.line for fault in wording.faults] == [0, 0, 0]
    assert "A1.b" in wording.faults[0].says


@pytest.mark.parametrize("index", ["A1.a.NA.7", "A1.b.A.1"])
def test_an_index_that_contradicts_the_place_is_said(read: Read, yaml_text: str, index: str) -> None:
    text = yaml_text.replace("ncsc-index: A1.a.A.1", f"ncsc-index: {index}")

    wording = read(text, NAME)

    assert wording.total == 6
    says = f'Statement "A1.a.2" stands under A1.a, achieved, but its index is "{index}". It is kept where it stands.'
    assert wording.faults == (Fault(line_of(text, index), says),)


def test_a_title_of_another_version_is_said(read: Read, yaml_text: str) -> None:
    text = yaml_text.replace("title: Keys", "title: Windows")

    (fault,) = read(text, NAME).faults

    assert fault.line == line_of(text, "A1.b:")
    assert 'A1.b is "Windows" in this file and "Keys" in caf 9.9' in fault.says


def test_a_title_that_only_looks_different_is_not_said(read: Read, yaml_text: str) -> None:
    assert read(yaml_text.replace("title: Keys", "title: ' KEYS.'"), NAME).faults == ()


def test_a_profile_that_asks_for_no_status_is_left_out_and_said(read: Read, yaml_text: str) -> None:
    text = yaml_text.replace("baseline: Partially achieved", "baseline: Perhaps")

    wording = read(text, NAME)

    assert wording.minimums["baseline"] == {"A1.a": Status.ACHIEVED}
    assert wording.faults[0].line == line_of(text, "Perhaps")


def test_a_missing_statement_shows_against_the_published_counts(
    read: Read, yaml_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"A1.b": {Status.NOT_ACHIEVED: 1, Status.PARTIALLY_ACHIEVED: 5, Status.ACHIEVED: 0}}
    monkeypatch.setattr("wardmote.engines.frameworks.importing.assembling.published_counts", lambda *_: counts)

    assert [fault.says for fault in read(yaml_text, NAME).faults] == [
        "A1.b: the published framework has 5 partially achieved statements, this file has 1.",
        "A1.b: the published framework has 0 achieved statements, this file has 1.",
    ]


DAMAGE = {
    "not YAML": ("    code: A\n", "    code: [A\n", 4, "this is not valid YAML"),
    "a tab": ("    code: A\n", "\tcode: A\n", 3, "this is not valid YAML"),
    "two documents": ("objectives:", "a: b\n---\nobjectives:", 2, "this is not valid YAML"),
    "no objectives": ("objectives:", "goals:", 1, '"objectives" is missing'),
    "objectives that are a list": ("objectives:\n  A:", "objectives:\n- A:", 1, '"objectives" must hold entries'),
    "no principles": ("principles:", "rules:", 2, '"principles" is missing from "A"'),
    "no indicators": ("indicators:", "statements:", 7, '"indicators" is missing from "A1.a"'),
    "a text for indicators": ("{}", "none", 11, '"partially-achieved" must hold entries'),
    "another level": ("partially-achieved: {}", "mostly-achieved: {}", 11, '"mostly-achieved" of A1.a is not a level'),
    "an unknown outcome": ("A1.a:", "A1.z:", 7, 'there is no outcome "A1.z" in caf 9.9'),
    "an outcome twice": ("A1.b:", "A1.a:", 27, '"A1.a" stands here a second time; it is on line 7 too'),
    "a description twice": (
        "ncsc-index: A1.a.A.1",
        "description: And another.",
        20,
        '"description" stands here a second time; it is on line 19 too',
    ),
    "a level twice": (
        "achieved:\n                A1.a.2",
        "not-achieved:\n                A1.a.2",
        17,
        "a second time",
    ),
    "a description that is a list": ("description: Every door", "description: [Every door]  #", 19, "must be text"),
    "a description that is a command": (
        "description: Every",
        "description: !!python/name:os.system Every",
        19,
        "which is never read",
    ),
    "a merge": ("    code: A\n", "    <<: {a: b}\n", 3, "a name must be plain text here"),
    "a name that is a list": ("    code: A\n", "    [a, b]: A\n", 3, "a name must be plain text here"),
    "a control character": ("Every door is", r'"Every \0 door"  #', 18, "the text holds a control character"),
    "a statement too long": ("Every door", "Every door" * 500, 18, "the text has more than 4,000 characters"),
    "an id too long": ("A1.a.2:", f"A1.a.{'2' * 50}:", 18, "the text has more than 40 characters"),
}


@pytest.mark.parametrize(("old", "new", "line", "says"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_refused_by_its_line(
    read: Read, yaml_text: str, old: str, new: str, line: int, says: str
) -> None:
    assert old in yaml_text

    with pytest.raises(FrameworkError) as refusal:
        read(yaml_text.replace(old, new, 1), NAME)

    assert str(refusal.value).startswith(f"{NAME}, line {line}: ")
    assert says in str(refusal.value)


@pytest.mark.parametrize("content", ["", "just words", "- a\n- b\n", "~", "# nothing"])
def test_a_file_that_is_no_mapping_is_refused(read: Read, content: str) -> None:
    with pytest.raises(FrameworkError, match="it must start with names and colons"):
        read(content, NAME)


def test_a_file_without_a_statement_is_refused(read: Read) -> None:
    with pytest.raises(FrameworkError, match="there is no statement in the file"):
        read("objectives: {A: {principles: {A1: {outcomes: {A1.a: {indicators: {}}}}}}}", NAME)
