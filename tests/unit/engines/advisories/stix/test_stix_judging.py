"""Which objects of a client are refused, and in which words?"""

from typing import Any

import pytest

from wardmote.engines.advisories.stix.judging import judge, judge_object
from wardmote.engines.advisories.stix.kinds import REQUIRED

GOOD: dict[str, Any] = {
    "type": "vulnerability",
    "spec_version": "2.1",
    "id": "vulnerability--0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d",
    "created_by_ref": "identity--0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d",
    "created": "2026-01-02T03:04:05.678Z",
    "modified": "2026-01-02T03:04:05.678Z",
    "name": "CVE-2026-0001",
}


def nested(levels: int) -> Any:
    """Return a list in a list, and so on."""
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


def test_a_good_object_is_taken() -> None:
    assert judge_object(GOOD) == []
    assert judge(GOOD).warnings == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": None}, "“type” is missing"),
        ({"type": "Vulnerability"}, "“type” is missing, or no word in lower case"),
        ({"type": "tool"}, "that of another type"),
        ({"id": "vulnerability--1"}, "two hyphens and a UUID"),
        ({"id": GOOD["id"].upper()}, "two hyphens and a UUID"),
        ({"id": GOOD["id"] + "\n"}, "two hyphens and a UUID"),
        ({"id": ["x"]}, "two hyphens and a UUID"),
        ({"spec_version": "2.0"}, "isn't 2.1"),
        ({"spec_version": None}, "isn't 2.1"),
        ({"name": None}, "must have “name”"),
        ({"created": "2026-01-02"}, "“created” is no moment"),
        ({"created": "2026-01-02T03:04:05+00:00"}, "“created” is no moment"),
        ({"created": "2026-13-02T03:04:05Z"}, "“created” is no moment"),
        ({"modified": "2026-01-02T03:04:05Z"}, "earlier than"),
        ({"created_by_ref": "me"}, "“created_by_ref” is no id"),
        ({"object_marking_refs": []}, "“object_marking_refs” is no list of ids"),
        ({"object_marking_refs": "x"}, "“object_marking_refs” is no list of ids"),
        ({"object_marking_refs": [{}]}, "holds something that is no id"),
        ({"revoked": "yes"}, "neither true nor false"),
        ({"description": "x" * 1_000_001}, "larger than 1 MB"),
        ({"x": nested(70)}, "deeper than 64"),
        ({"x": {1, 2}}, "JSON"),
    ],
)
def test_a_faulty_object_is_refused_in_words(change: dict[str, Any], says: str) -> None:
    if change.get("x") == {1, 2}:
        change = {"x": object()}
    assert any(says in fault for fault in judge_object(GOOD | change)), judge_object(GOOD | change)


@pytest.mark.parametrize("thing", [None, [], "x", 7, {}])
def test_what_is_no_object_is_refused(thing: Any) -> None:
    assert judge_object(thing)


def test_very_deep_nesting_is_refused_before_anything_else_looks_at_it() -> None:
    assert "deeper than 64" in judge_object(GOOD | {"x": nested(5_000)})[0]


@pytest.mark.parametrize("kind", sorted(REQUIRED))
def test_each_known_type_needs_what_the_standard_asks(kind: str) -> None:
    bare = {"type": kind, "id": f"{kind}--0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d"}
    asked = [name for name in REQUIRED[kind] if name != "id"]
    told = " ".join(judge_object(bare))
    assert all(f"“{name}”" in told for name in asked)
    assert bool(told) == bool(asked)


def test_a_type_of_somebodys_own_is_taken_with_a_warning() -> None:
    own = GOOD | {"type": "x-council-note", "id": "x-council-note--0d9d2f9e-6f0c-4a39-8f0e-2d8f1a2b3c4d"}
    assert judge_object(own) == []
    assert "no type of STIX 2.1" in judge(own).warnings[0]


def test_a_bundle_is_not_put_into_a_collection() -> None:
    assert "send the objects that it holds" in judge_object({"type": "bundle"})[0]


def test_fractions_of_any_length_are_in_order() -> None:
    assert judge_object(GOOD | {"created": "2026-01-02T03:04:05.6Z", "modified": "2026-01-02T03:04:05.60001Z"}) == []
