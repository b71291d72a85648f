"""Which day does an address ask about?"""

from datetime import UTC, date, datetime

import pytest

from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import EARLIEST, LATEST, now, read_as_at, today


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-04-01", date(2027, 4, 1)),
        (" 2027-04-01 ", date(2027, 4, 1)),
        ("1974-04-01", EARLIEST),
        ("2100-01-01", LATEST),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_written(text: str, day: date) -> None:
    assert read_as_at(text) == day


@pytest.mark.parametrize("text", [None, ""])
def test_no_day_means_today(text: str | None) -> None:
    assert read_as_at(text) == today()


@pytest.mark.parametrize("text", ["1 April 2027", "2027-13-01", "2027-02-29", "01/04/2027", "x", "\x00", "2027-4-1"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Denied, match="2027-04-01"):
        read_as_at(text)


@pytest.mark.parametrize("text", ["1974-03-31", "2100-01-02", "0001-01-01", "9999-12-31"])
def test_a_day_out_of_all_bounds_is_refused(text: str) -> None:
    with pytest.raises(Denied, match="between 1 April 1974 and 1 January 2100"):
        read_as_at(text)


def test_the_present_moment_is_told_in_utc() -> None:
    assert now().tzinfo is UTC
    assert abs((now() - datetime.now(UTC)).total_seconds()) < 5
