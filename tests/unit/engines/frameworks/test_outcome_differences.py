"""Can every version of an answer be had back exactly from the small differences between them?"""

import json
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.frameworks import Reply, Status, difference, redo, undo

LONG = "We check the lock every evening, and write the time down in the porter's book."

names = st.sampled_from(["confidence", "justification", "replies", "status", "notes"])
keys = st.sampled_from(["A1.a.1", "A1.a.2", "x", "é.."])
values: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(0, 3)
    | st.text()
    | st.sampled_from([LONG, LONG[:40], LONG.upper(), f"{LONG}{LONG}", LONG.replace("e", "é"), "😀" * 30])
    | st.dictionaries(keys, st.text(min_size=1) | st.sampled_from(["true", "alternative", LONG, LONG[5:]]))
)
versions = st.dictionaries(names, values)


def typed(version: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """With the kind of each value, for Python takes 1 and True for equal."""
    return {name: (type(value).__name__, value) for name, value in version.items()}


@given(versions, versions)
def test_undo_and_redo_are_exact_also_after_storing(before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = json.loads(json.dumps(difference(before, after)))

    assert typed(undo(after, changes)) == typed(before)
    assert typed(redo(before, changes)) == typed(after)


@given(versions, st.text(), st.integers(0, 80), st.integers(0, 80))
def test_any_edit_of_a_long_text_is_exact(version: dict[str, Any], put: str, start: int, length: int) -> None:
    before = {**version, "justification": LONG}
    after = {**version, "justification": LONG[:start] + put + LONG[start + length :]}

    changes = difference(before, after)

    assert undo(after, changes) == before
    assert redo(before, changes) == after


@given(versions)
def test_a_version_does_not_differ_from_itself(version: dict[str, Any]) -> None:
    assert difference(version, dict(version)) == {}
    assert typed(undo(version, {})) == typed(version)


@given(versions, versions)
def test_neither_version_is_changed_by_looking_at_it(before: dict[str, Any], after: dict[str, Any]) -> None:
    first, second = json.dumps(before), json.dumps(after)

    undone = undo(after, difference(before, after))
    for value in undone.values():
        if isinstance(value, dict):
            value["more"] = "more"

    assert (json.dumps(before), json.dumps(after)) == (first, second)


def test_differences_are_as_small_as_what_changed() -> None:
    before = {"confidence": 2, "replies": {"A1.a.1": "true"}, "justification": LONG, "status": None}
    after = {
        "confidence": 3,
        "replies": {"A1.a.1": "true", "A1.a.4": "true"},
        "justification": LONG.replace("every evening", "at ten"),
        "status": None,
    }

    assert difference(before, after) == {
        "confidence": [2, 3],
        "replies.A1.a.4": ["", "true"],
        "justification": {"at": 18, "was": "every evening", "now": "at ten"},
    }


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": "yes"}, {"a": "no"}, {"a": ["yes", "no"]}),
        ({"a": ""}, {"a": None}, {"a": ["", None]}),
        ({"a": 1}, {"a": True}, {"a": [1, True]}),
        ({"a": 0}, {"a": False}, {"a": [0, False]}),
        ({}, {"a": 1}, {"a": [[], 1]}),
        ({"a": None}, {}, {"a": [None, []]}),
        ({"a": {"x.1": "true"}}, {"a": {}}, {"a.x.1": ["true", ""]}),
        ({"a": None}, {"a": {"x": "true"}}, {"a": [None, {"x": "true"}]}),
        ({"a": LONG}, {"a": f"{LONG}!"}, {"a": {"at": len(LONG), "was": "", "now": "!"}}),
        ({"a": "😀" * 20}, {"a": "😀" * 19 + "😁"}, {"a": {"at": 19, "was": "😀", "now": "😁"}}),
    ],
)
def test_each_kind_of_change_has_its_form(before: dict[str, Any], after: dict[str, Any], changes: object) -> None:
    assert difference(before, after) == changes


def test_words_of_an_enumeration_are_stored_as_their_text() -> None:
    changes = difference({"status": None, "replies": {}}, {"status": Status.ACHIEVED, "replies": {"x": Reply.TRUE}})

    assert changes == {"status": [None, "achieved"], "replies.x": ["", "true"]}
    assert type(changes["status"][1]) is str  # type: ignore[index]
    assert difference({"status": "achieved"}, {"status": Status.ACHIEVED}) == {}


@pytest.mark.parametrize(
    ("version", "error", "says"),
    [
        ({"a.b": 1}, ValueError, 'A name has no full stop, unlike "a.b"'),
        ({"a": {"x": ""}}, ValueError, '"a" leaves out what is empty, such as "x"'),
        ({"a": {"x": 3}}, TypeError, '"a" must map text to text'),
        ({"a": 1.5}, TypeError, '"a" can\'t be stored: 1.5'),
        ({"a": ["x"]}, TypeError, '"a" can\'t be stored'),
    ],
)
def test_a_value_that_could_not_be_had_back_is_refused(
    version: dict[str, Any], error: type[Exception], says: str
) -> None:
    for before, after in ((version, {}), ({}, version)):
        with pytest.raises(error, match=says):
            difference(before, after)


@pytest.mark.parametrize(
    "changes",
    [
        {"a": [2, 3]},
        {"a": {"at": 0, "was": "x", "now": "y"}},
        {"a": {"at": 70, "was": "x", "now": "y"}},
        {"a.x": ["", "true"]},
        {"b": [1, 2]},
        {"a": "changed"},
        {"a": [1]},
        {"a": {"at": -3, "was": LONG[-3:-1], "now": "y"}},
    ],
)
def test_changes_that_do_not_fit_the_version_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        redo({"a": LONG}, changes)


class Confidence(IntEnum):
    LOW = 1
    HIGH = 2


def test_a_number_of_an_enumeration_is_stored_as_a_number() -> None:
    changes = difference({"confidence": Confidence.LOW}, {"confidence": Confidence.HIGH})

    assert json.dumps(changes) == '{"confidence": [1, 2]}'
