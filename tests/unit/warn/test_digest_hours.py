"""Do people hear of warnings at the hour that they chose, also when the clocks change?"""

from datetime import UTC, datetime

import pytest

from wardmote.warn.hearing import Hears

WINTER = datetime(2027, 1, 13, 9, 30, tzinfo=UTC)  # a Wednesday
SUMMER = datetime(2027, 7, 14, 9, 30, tzinfo=UTC)  # a Wednesday


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hears", "at", "struck"),
    [
        (Hears("daily", hour=8), WINTER, utc(2027, 1, 13, 8)),
        (Hears("daily", hour=8), SUMMER, utc(2027, 7, 14, 7)),
        (Hears("daily", hour=10), WINTER, utc(2027, 1, 12, 10)),
        (Hears("daily", hour=9), utc(2027, 1, 13, 9), utc(2027, 1, 13, 9)),
        (Hears("daily", hour=0), WINTER, utc(2027, 1, 13, 0)),
        (Hears("daily", hour=0), SUMMER, utc(2027, 7, 13, 23)),
        (Hears("hourly"), WINTER, utc(2027, 1, 13, 9)),
        (Hears("at-once"), WINTER, WINTER),
        (Hears("weekly", weekday=3, hour=8), WINTER, utc(2027, 1, 13, 8)),
        (Hears("weekly", weekday=3, hour=10), WINTER, utc(2027, 1, 6, 10)),
        (Hears("weekly", weekday=4, hour=8), WINTER, utc(2027, 1, 7, 8)),
        (Hears("weekly", weekday=1, hour=8), SUMMER, utc(2027, 7, 12, 7)),
        (Hears("weekly", weekday=7, hour=8), WINTER, utc(2027, 1, 10, 8)),
        # Clocks go forward on 28 March 2027: the hour from 1 doesn't exist; the letter comes at its end.
        (Hears("daily", hour=1), utc(2027, 3, 28, 1, 30), utc(2027, 3, 28, 1)),
        # Clocks go back on 31 October 2027: the hour from 1 comes twice, the letter once.
        (Hears("daily", hour=1), utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 0)),
        (Hears("daily", hour=1), utc(2027, 10, 31, 1, 30), utc(2027, 10, 31, 0)),
        (Hears("daily", hour=8), utc(2027, 3, 28, 7, 30), utc(2027, 3, 28, 7)),
        (Hears("daily", hour=8), utc(2027, 3, 28, 6, 30), utc(2027, 3, 27, 8)),
    ],
)
def test_a_letter_is_due_when_its_hour_struck_last(hears: Hears, at: datetime, struck: datetime) -> None:
    assert hears.struck_at(at) == struck


def test_whoever_wants_no_letters_is_never_due() -> None:
    assert Hears("never").struck_at(WINTER) is None
    assert not Hears("never").wakes


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (0, 0, set()),
        (9, 9, set()),
        (22, 7, {22, 23, *range(7)}),
        (12, 14, {12, 13}),
        (0, 6, set(range(6))),
    ],
)
def test_a_quiet_time_may_run_over_midnight(start: int, end: int, quiet: set[int]) -> None:
    hears = Hears(quiet_from=start, quiet_to=end)
    assert {hour for hour in range(24) if hears.is_quiet(utc(2027, 1, 13, hour, 59))} == quiet


def test_quiet_hours_are_those_of_the_councils_clock() -> None:
    hears = Hears(quiet_from=22, quiet_to=7)
    assert not hears.is_quiet(utc(2027, 7, 14, 6))
    assert hears.is_quiet(utc(2027, 1, 14, 6))


def test_whoever_hears_at_any_hour_is_reminded_after_their_hour_only() -> None:
    assert not Hears("at-once", hour=8).may_be_reminded(utc(2027, 1, 13, 7, 59))
    assert Hears("at-once", hour=8).may_be_reminded(utc(2027, 1, 13, 8))
    assert Hears("weekly", hour=8).may_be_reminded(utc(2027, 1, 13, 3))
