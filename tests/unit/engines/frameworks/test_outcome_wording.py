"""Do official statements go where they belong in an outline, and nowhere else?"""

from pathlib import Path

import pytest

from wardmote.engines.frameworks import Statement, Status, read_outline, with_statements

PLACE = Path(__file__).parents[3] / "cases/frameworks/small/outlines/small-1.toml"
SMALL = read_outline(PLACE.read_text(encoding="utf-8"), PLACE.name)
LOCKED = Statement("A1.a.1", Status.ACHIEVED, "The door is locked.")
AJAR = Statement("A1.a.2", Status.PARTIALLY_ACHIEVED, "The door is ajar.")


def test_the_outline_gets_its_statements_and_the_name_of_their_source() -> None:
    worded = with_statements(SMALL, {"A1.a": (LOCKED, AJAR)}, "doors.yaml")

    assert worded.outcomes["A1.a"].statements == (LOCKED, AJAR)
    assert worded.outcomes["A1.a"].statements_at(Status.ACHIEVED) == (LOCKED,)
    assert worded.outcomes["A1.b"].statements == ()
    assert worded.has_statements
    assert worded.wording == "doors.yaml"
    assert worded.outcomes["A1.a"].asks == SMALL.outcomes["A1.a"].asks


def test_the_outline_without_statements_stays_as_it_was() -> None:
    with_statements(SMALL, {"A1.a": (LOCKED,)}, "doors.yaml")

    assert not SMALL.has_statements
    assert SMALL.outcomes["A1.a"].statements == ()


def test_new_statements_take_the_place_of_old_ones() -> None:
    once = with_statements(SMALL, {"A1.a": (LOCKED,)}, "doors.yaml")

    twice = with_statements(once, {"A1.a": (AJAR,)}, "gates.yaml")

    assert twice.outcomes["A1.a"].statements == (AJAR,)
    assert twice.wording == "gates.yaml"


def test_statements_of_an_outcome_that_is_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match=r'A small framework version 1 has no outcome "Z1\.a"'):
        with_statements(SMALL, {"Z1.a": (LOCKED,)}, "doors.yaml")


def test_a_statement_at_a_level_that_the_outcome_cannot_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r'Outcome A1\.b has no level "partially-achieved" for "A1\.a\.2"'):
        with_statements(SMALL, {"A1.b": (AJAR,)}, "doors.yaml")


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        ({"A1.a": (LOCKED, LOCKED)}, r'"A1\.a\.1" is in A1\.a and A1\.a'),
        ({"A1.a": (LOCKED,), "B1.a": (LOCKED,)}, r'"A1\.a\.1" is in A1\.a and B1\.a'),
    ],
)
def test_a_statement_id_that_repeats_in_the_framework_is_refused(
    statements: dict[str, tuple[Statement, ...]], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        with_statements(SMALL, statements, "doors.yaml")


def test_a_source_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="need the name of their source"):
        with_statements(SMALL, {"A1.a": (LOCKED,)}, " ")
