"""Does a comparison name what new wording adds, removes, rewords and moves?"""

from dataclasses import replace

import pytest

from wardmote.engines.frameworks.importing import Wording, WordingChange, compare
from wardmote.engines.frameworks.outcomes import Statement, Status

OPEN = Statement("1", Status.NOT_ACHIEVED, "Open.")
SHUT = Statement("2", Status.PARTIALLY_ACHIEVED, "Shut.")
LOCKED = Statement("3", Status.ACHIEVED, "Locked.")


def wording(**statements: tuple[Statement, ...]) -> Wording:
    """Return wording with these statements."""
    return Wording("caf", "9.9", "caf.yaml", "0" * 64, statements)


def test_first_wording_adds_every_statement() -> None:
    assert compare(None, wording(a=(OPEN, SHUT))) == WordingChange(added=("1", "2"))


def test_the_same_wording_changes_nothing() -> None:
    assert compare(wording(a=(OPEN, SHUT)), wording(a=(OPEN, SHUT))).is_nothing


def test_what_comes_and_goes_is_named() -> None:
    change = compare(wording(a=(OPEN, SHUT)), wording(a=(SHUT, LOCKED)))

    assert change == WordingChange(added=("3",), removed=("1",))
    assert not change.is_nothing


def test_other_words_under_the_same_id_are_reworded() -> None:
    assert compare(wording(a=(OPEN,)), wording(a=(replace(OPEN, says="Ajar."),))) == WordingChange(reworded=("1",))


def test_another_level_or_outcome_is_a_move() -> None:
    raised = replace(OPEN, level=Status.ACHIEVED)

    assert compare(wording(a=(OPEN,)), wording(a=(raised,))) == WordingChange(moved=("1",))
    assert compare(wording(a=(OPEN,)), wording(b=(OPEN,))) == WordingChange(moved=("1",))


@pytest.mark.parametrize("other", [{"framework": "iso"}, {"version": "4.0"}])
def test_wording_of_another_edition_is_not_compared(other: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="share no statement ids"):
        compare(wording(a=(OPEN,)), Wording(**{**vars(wording(a=(OPEN,))), **other}))
