"""Does an answer carry to another edition only where it still says what was said?"""

from pathlib import Path

import pytest

from wardmote.engines.frameworks import (
    Change,
    Fit,
    Mapping,
    Outcome,
    Pair,
    Reply,
    Statement,
    Status,
    carried,
    carried_replies,
    load_outline,
    mappings_of,
    must_be_checked,
    read_outline,
    year_on_year,
)

CASES = Path(__file__).parents[3] / "cases/frameworks/small/outlines"
FIRST, SECOND = (
    read_outline((CASES / name).read_text(encoding="utf-8"), name) for name in ("small-1.toml", "small-2.toml")
)
PAIRS = (
    Pair("A1.a", "A1.a", Fit.PART, "The lock is checked more often."),
    Pair("A1.b", "A1.c", Fit.SAME),
    Pair("B1.a", "B1.a", Fit.SAME),
)
BETWEEN = Mapping("small-1", "small-2", "Between", "Ours.", PAIRS)
BAD, HALF, GOOD = Status


def test_an_outcome_that_only_moved_carries_and_one_that_changed_is_to_check() -> None:
    result = carried(BETWEEN, FIRST, SECOND)

    assert result.same == (("A1.b", "A1.c"),)
    assert result.changed == (
        Change("A1.a", "A1.a", Fit.PART, is_retitled=False, note="The lock is checked more often."),
        Change("B1.a", "B1.a", Fit.SAME, is_retitled=True, note=""),
    )
    assert result.new == ("A1.b",)
    assert result.gone == ()


def test_a_mapping_is_read_backwards_too() -> None:
    result = carried(BETWEEN, SECOND, FIRST)

    assert result.same == (("A1.c", "A1.b"),)
    assert [(change.old_id, change.new_id) for change in result.changed] == [("A1.a", "A1.a"), ("B1.a", "B1.a")]
    assert (result.new, result.gone) == ((), ("A1.b",))


def test_within_one_edition_everything_carries_by_id() -> None:
    result = carried(None, FIRST, FIRST)

    assert result.same == (("A1.a", "A1.a"), ("A1.b", "A1.b"), ("B1.a", "B1.a"))
    assert (result.changed, result.new, result.gone) == ((), (), ())


def test_without_a_mapping_nothing_carries_between_two_editions() -> None:
    result = carried(None, FIRST, SECOND)

    assert (result.same, result.changed) == ((), ())
    assert result.new == ("A1.a", "A1.b", "A1.c", "B1.a")
    assert result.gone == ("A1.a", "A1.b", "B1.a")


def test_a_mapping_of_other_editions_is_refused() -> None:
    with pytest.raises(ValueError, match=r"of small-1 and locks-7, not of small-1 and small-2"):
        carried(Mapping("small-1", "locks-7", "Locks", "Ours.", ()), FIRST, SECOND)


def test_an_outcome_can_be_the_same_as_one_and_related_to_another() -> None:
    mapping = Mapping("small-1", "small-2", "Between", "Ours.", (*PAIRS, Pair("A1.a", "A1.c", Fit.RELATED)))

    result = carried(mapping, FIRST, SECOND)

    assert ("A1.b", "A1.c") in result.same
    assert ("A1.a", "A1.c") in [(change.old_id, change.new_id) for change in result.changed]


def test_between_the_two_versions_of_the_caf_every_outcome_has_its_place() -> None:
    old, new = load_outline("caf", "3.2"), load_outline("caf", "4.0")
    (mapping,) = [mapping for mapping in mappings_of("caf-4.0") if mapping.source == "caf-3.2"]

    result = carried(mapping, old, new)

    assert ("A2.b", "A2.c") in result.same
    assert {"A1.b", "A3.a"}.isdisjoint({*result.new, *result.gone})
    placed = [*result.same, *((change.old_id, change.new_id) for change in result.changed)]
    assert {one for one, _ in placed} | set(result.gone) == old.outcomes.keys()
    assert {one for _, one in placed} | set(result.new) == new.outcomes.keys()
    for one, other in result.same:
        assert old.outcomes[one].title.casefold() == new.outcomes[other].title.casefold()


def outcome_saying(id_: str, *texts: str, level: Status = GOOD) -> Outcome:
    statements = tuple(Statement(f"{id_}.{n}", level, text) for n, text in enumerate(texts, start=1))
    return Outcome(id_, "Doors", "Locked?", {BAD: "No.", GOOD: "Yes."}, statements=statements)


def test_a_reply_carries_to_the_statement_with_the_same_text_whatever_its_id() -> None:
    old = outcome_saying("A1.b", "Doors are locked.", "Keys are counted.")
    new = outcome_saying("A1.c", "Windows are shut.", "Keys are counted.", "Doors are locked.")

    replies = carried_replies(old, new, {"A1.b.1": Reply.TRUE, "A1.b.2": Reply.ALTERNATIVE})

    assert replies == {"A1.c.2": Reply.ALTERNATIVE, "A1.c.3": Reply.TRUE}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Doors are locked.", "  Doors are\nlocked"),
        ("Staff don't prop doors.", "Staff don’t prop doors;"),
        ("Locked - always.", "locked – always."),
        ("Café doors", "Cafe\u0301 doors"),
    ],
)
def test_printing_makes_no_difference_to_the_text(before: str, after: str) -> None:
    assert carried_replies(outcome_saying("A", before), outcome_saying("A", after), {"A.1": Reply.TRUE})


@pytest.mark.parametrize("after", ["Doors are not locked.", "All doors are locked.", "Doors are locked daily."])
def test_a_reply_to_a_statement_that_says_something_else_now_is_dropped(after: str) -> None:
    old, new = outcome_saying("A1.a", "Doors are locked."), outcome_saying("A1.a", after)

    assert carried_replies(old, new, {"A1.a.1": Reply.TRUE}) == {}


def test_an_alternative_is_dropped_where_the_text_now_says_what_is_not_achieved() -> None:
    old, new = outcome_saying("A1.a", "Doors."), outcome_saying("A1.a", "Doors.", level=BAD)

    assert carried_replies(old, new, {"A1.a.1": Reply.ALTERNATIVE}) == {}
    assert carried_replies(old, new, {"A1.a.1": Reply.TRUE}) == {"A1.a.1": Reply.TRUE}


def outcome_with(*statements: Statement) -> Outcome:
    return Outcome("A1.a", "Doors", "Locked?", dict.fromkeys(Status, "So."), statements=statements)


def test_a_text_that_stands_at_two_levels_carries_at_the_level_where_it_was_said() -> None:
    old = outcome_with(Statement("1", HALF, "Doors."), Statement("2", GOOD, "Doors."))
    new = outcome_with(Statement("8", HALF, "Doors."), Statement("9", GOOD, "Doors."))

    assert carried_replies(old, new, {"1": Reply.TRUE}) == {"8": Reply.TRUE}
    assert carried_replies(old, new, {"1": Reply.TRUE, "2": Reply.ALTERNATIVE}) == {
        "8": Reply.TRUE,
        "9": Reply.ALTERNATIVE,
    }


def test_a_text_that_moves_from_two_levels_to_a_third_carries_only_if_said_at_both() -> None:
    old = outcome_with(Statement("1", HALF, "Doors."), Statement("2", GOOD, "Doors."))
    new = outcome_with(Statement("9", BAD, "Doors."))

    assert carried_replies(old, new, {"1": Reply.TRUE}) == {}
    assert carried_replies(old, new, {"1": Reply.TRUE, "2": Reply.TRUE}) == {"9": Reply.TRUE}


@pytest.mark.parametrize(
    ("now", "said", "is_due"),
    [
        (Statement("9", BAD, "Doors stand open."), ["1", "2"], False),
        (Statement("9", BAD, "Doors often stand open."), ["1", "2"], True),
        (Statement("9", BAD, "Windows stand open."), ["2"], True),
        (Statement("9", HALF, "Doors stand open."), ["1", "2"], True),
        (Statement("9", GOOD, "Doors are oiled."), ["2"], False),
    ],
)
def test_a_person_looks_before_dropping_a_reply_could_better_the_status(
    now: Statement, said: list[str], is_due: bool
) -> None:
    locked = Statement("2", GOOD, "Doors are locked.")
    old, new = outcome_with(Statement("1", BAD, "Doors stand open."), locked), outcome_with(now, locked)

    assert must_be_checked(old, new, dict.fromkeys(said, Reply.TRUE)) is is_due


def test_within_one_edition_replies_carry_by_id_even_while_the_wording_is_not_loaded() -> None:
    outcome = FIRST.outcomes["A1.a"]

    assert carried_replies(outcome, outcome, {"A1.a.1": Reply.TRUE}, is_same_edition=True) == {"A1.a.1": Reply.TRUE}


def test_a_reply_that_the_old_outcome_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match=r'Outcome A1\.a has no statement "A1\.a\.9"'):
        carried_replies(outcome_saying("A1.a", "Doors."), outcome_saying("A1.a", "Doors."), {"A1.a.9": Reply.TRUE})


def test_each_movement_from_year_to_year_has_its_kind() -> None:
    before = {"a": BAD, "b": GOOD, "c": HALF, "gone": GOOD}
    after = {"new": BAD, "a": HALF, "b": BAD, "c": HALF}

    movements = year_on_year(before, after)

    assert [(m.key, m.kind) for m in movements] == [
        ("new", "new"),
        ("a", "better"),
        ("b", "worse"),
        ("c", "same"),
        ("gone", "gone"),
    ]
    assert (movements[1].before, movements[1].after) == (BAD, HALF)
    assert (movements[0].before, movements[-1].after) == (None, None)


def test_a_key_of_two_parts_moves_as_one() -> None:
    (movement,) = year_on_year({("A1.a", 3): BAD}, {("A1.a", 3): GOOD})

    assert movement.key == ("A1.a", 3)
    assert movement.kind == "better"
