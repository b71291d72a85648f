"""Are grades over time told as runs, with a title that is the finding?"""

from datetime import UTC, datetime, timedelta

import pytest

from wardmote.watch.queries.trail import LEFT, WIDTH, Trail, runs_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def trail(*seen: tuple[int, str]) -> Trail:
    """Return the trail of (days ago, letter)."""
    return Trail(runs_of([(NOW - timedelta(days=days), letter) for days, letter in seen], NOW))


@pytest.mark.parametrize(
    ("seen", "title"),
    [
        ([(10, "C"), (5, "C")], "C since 13 November 2026"),
        ([(10, "D"), (5, "B")], "From D up to B on 18 November 2026"),
        ([(10, "B"), (5, "D")], "From B down to D on 18 November 2026"),
        ([(10, "B"), (7, ""), (5, "B")], "B since 18 November 2026"),
        ([(10, "B"), (5, "")], "No grade since 18 November 2026: too little was known"),
    ],
)
def test_the_title_says_what_happened(seen: list[tuple[int, str]], title: str) -> None:
    assert trail(*seen).title == title


def test_equal_grades_one_after_the_other_are_one_run_up_to_now() -> None:
    found = trail((10, "C"), (8, "C"), (6, "B"), (5, "B"))
    assert [(run.letter, (NOW - run.begins).days) for run in found.runs] == [("C", 10), ("B", 6)]
    assert found.runs[-1].ends == NOW
    assert [run.letter for run in found.latest] == ["B", "C"]


def test_no_visit_is_no_run() -> None:
    assert runs_of([], NOW) == ()


def test_a_time_without_a_grade_is_a_gap_in_the_line() -> None:
    found = trail((10, "C"), (8, ""), (6, "C"))
    assert found.path.count("M") == 2
    ((start, width),) = found.gaps
    assert LEFT < start < start + width < WIDTH


def test_one_visit_just_now_is_drawn_too() -> None:
    assert trail((0, "A")).path.startswith("M")
