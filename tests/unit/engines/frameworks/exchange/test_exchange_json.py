"""Is JSON from outside refused by the path of its fault?"""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.frameworks.exchange import AssessmentRecord, ExchangeError, from_json, to_json
from wardmote.engines.frameworks.exchange.json_file import LARGEST_FILE
from wardmote.engines.frameworks.outcomes import OutcomeFramework


def test_the_shape_is_the_one_that_is_documented(record: AssessmentRecord) -> None:
    shape = json.loads(to_json(record))

    assert list(shape.items())[:4] == [
        ("format", "wardmote-assessment"),
        ("version", 1),
        ("framework", "doors"),
        ("framework_version", "1"),
    ]
    assert shape["parts"] == ["organisation", "=Benefits", "Planning"]
    assert shape["outcomes"][1] == {
        "part": "=Benefits",
        "outcome": "B1.a",
        "status": "partially-achieved",
        "confidence": None,
        "confirmed": False,
        "justification": "",
        "replies": {},
        "alternatives": {},
    }
    assert shape["outcomes"][0]["replies"] == {"A1.a.2": "true", "A1.a.3": "alternative"}


def test_the_order_of_replies_makes_no_other_text(record: AssessmentRecord, doors: OutcomeFramework) -> None:
    shape = json.loads(to_json(record))
    shape["outcomes"][0]["replies"] = dict(reversed(shape["outcomes"][0]["replies"].items()))

    assert to_json(from_json(json.dumps(shape), doors)) == to_json(record)


@pytest.mark.parametrize("start", ["\ufeff", " \n"])
def test_what_editors_put_in_front_does_no_harm(record: AssessmentRecord, doors: OutcomeFramework, start: str) -> None:
    text = start + to_json(record)

    assert from_json(text, doors) == from_json(text.encode(), doors) == record


CHANGES: dict[str, tuple[str, Any, str]] = {
    "another format": ("format", "stocktake", '"format" must be "wardmote-assessment"'),
    "another version": ("version", 2, "This is no assessment that we can read"),
    "a true version": ("version", True, "version: this must be a whole number"),
    "another framework": ("framework", "caf", 'This is an assessment of "caf" version "1"'),
    "a title that is a number": ("title", 3, "title: this must be text"),
    "parts that are a text": ("parts", "organisation", "parts: this must be a list"),
    "a part that is a number": ("parts", ["organisation", 3], "parts[1]: this must be text"),
    "an entry that nobody knows": ("signed", "yes", 'The file: "signed" is not an entry that belongs here'),
    "outcomes that are an object": ("outcomes", {}, "outcomes: this must be a list"),
    "an outcome that is a text": ("outcomes", ["A1.a"], "outcomes[0]: this must be an object"),
    "outcomes without end": ("outcomes", [1] * 5_001, "outcomes: the list has more than 5,000 items"),
}


@pytest.mark.parametrize(("name", "value", "says"), CHANGES.values(), ids=CHANGES.keys())
def test_a_wrong_entry_is_refused_by_its_path(
    record: AssessmentRecord, doors: OutcomeFramework, name: str, value: object, says: str
) -> None:
    shape = json.loads(to_json(record)) | {name: value}

    with pytest.raises(ExchangeError) as refusal:
        from_json(json.dumps(shape), doors)

    assert says in str(refusal.value)


ROW_CHANGES: dict[str, tuple[str, Any, str]] = {
    "another status": ("status", "Achieved!", 'outcomes[1].status: this must be one of "not-achieved"'),
    "a status that is a number": ("status", 1, "outcomes[1].status: this must be text"),
    "a confidence that is a text": ("confidence", "3", "outcomes[1].confidence: this must be a whole number"),
    "a confidence of 1.0": ("confidence", 1.0, "outcomes[1].confidence: this must be a whole number"),
    "a confirmed that is a text": ("confirmed", "yes", "outcomes[1].confirmed: this must be true or false"),
    "another reply": ("replies", {"B1.a.1": "no"}, "outcomes[1].replies.B1.a.1: this must be one of"),
    "replies that are a list": ("replies", ["B1.a.1"], "outcomes[1].replies: this must be an object"),
    "an alternative of nothing": (
        "alternatives",
        {"B1.a.2": None},
        "outcomes[1].alternatives.B1.a.2: this must be text",
    ),
    "no justification": ("justification", None, "outcomes[1].justification: this must be text"),
    "an outcome that isn't there": ("outcome", "Z", 'has no outcome "Z"'),
}


@pytest.mark.parametrize(("name", "value", "says"), ROW_CHANGES.values(), ids=ROW_CHANGES.keys())
def test_a_wrong_entry_of_an_outcome_is_refused_by_its_path(
    record: AssessmentRecord, doors: OutcomeFramework, name: str, value: object, says: str
) -> None:
    shape = json.loads(to_json(record))
    shape["outcomes"][1][name] = value

    with pytest.raises(ExchangeError) as refusal:
        from_json(json.dumps(shape), doors)

    assert says in str(refusal.value)


def test_a_missing_entry_is_refused_by_its_path(record: AssessmentRecord, doors: OutcomeFramework) -> None:
    shape = json.loads(to_json(record))
    del shape["outcomes"][2]["part"]

    with pytest.raises(ExchangeError, match=r'outcomes\[2\]: "part" is missing'):
        from_json(json.dumps(shape), doors)


def test_an_entry_that_stands_twice_is_refused(record: AssessmentRecord, doors: OutcomeFramework) -> None:
    text = to_json(record).replace('"title":', '"title": "First", "title":')

    with pytest.raises(ExchangeError, match='The entry "title" stands twice in the same place'):
        from_json(text, doors)


HOSTILE = {
    "nothing": (b"", "This is not valid JSON"),
    "half of it": (b'{"format": ', "line 1, column 12"),
    "not a number": (b'{"version": NaN}', "NaN is not a number"),
    "no end": (b'{"version": -Infinity}', "-Infinity is not a number"),
    "brackets without end": (b"[" * 1_000_000, "nested too deep"),
    "objects without end": (b'{"a":' * 500_000, "nested too deep"),
    "a number without end": (b'{"version": ' + b"9" * 100_000 + b"}", "a number that is too long"),
    "bytes": (b"\xff\xfe{\x00}\x00", "not UTF-8"),
    "a list": (b"[]", "The file: this must be an object"),
    "6 MB": (b" " * (LARGEST_FILE + 1), "more than 5 MB"),
}


@pytest.mark.parametrize(("content", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_no_time(doors: OutcomeFramework, content: bytes, says: str) -> None:
    before = time.process_time()

    with pytest.raises(ExchangeError) as refusal:
        from_json(content, doors)

    assert says in str(refusal.value)
    assert time.process_time() - before < 2


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(data=st.data())
def test_any_value_in_any_place_is_read_or_refused(doors: OutcomeFramework, data: st.DataObject) -> None:
    shape = json.loads(to_json(AssessmentRecord("doors", "1", "", "XYZ", "", "2026-03-01")))
    name = data.draw(st.sampled_from(sorted(shape)))
    value = data.draw(VALUES)

    try:
        read = from_json(json.dumps(shape | {name: value}), doors)
    except ExchangeError:
        return
    assert json.loads(to_json(read))[name] == value
