"""Does a source that goes wrong raise an alarm that names what is wrong, and one that is well none?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wardmote.engines.advisories.sources_health import Alarming, Run, judge_run, judge_silence

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
GOOD = Run(entries=1_000, broken=0, newest=NOW - timedelta(hours=3), bytes=1_000_000, ended_whole=True, at=NOW)
NEXT = replace(GOOD, entries=1_010, newest=NOW, at=NOW + timedelta(days=1))


def kinds(previous: Run | None, run: Run, **more: timedelta) -> list[Alarming]:
    """Return the kinds of alarms."""
    return [alarm.kind for alarm in judge_run(previous, run, **more)]  # type: ignore[arg-type]


def test_a_source_that_is_well_raises_nothing() -> None:
    assert judge_run(None, GOOD) == judge_run(GOOD, NEXT, quiet_for=timedelta(days=2)) == ()


@pytest.mark.parametrize(
    ("run", "kind", "words"),
    [
        (replace(NEXT, entries=0, newest=None, bytes=12), Alarming.EMPTY, "12 bytes without a single entry"),
        (replace(NEXT, entries=480), Alarming.CUT, "480 entries where there were 1,000"),
        (replace(NEXT, ended_whole=False), Alarming.CUT, "broke off after 1,010 entries"),
        (replace(NEXT, newest=NOW - timedelta(days=9)), Alarming.OLDER, "14 November 2026"),
        (replace(NEXT, entries=900, broken=100), Alarming.BROKEN, "100 of 1,000 entries can't be read"),
        (replace(NEXT, share_without_product=0.13), Alarming.WITHOUT_PRODUCT, "13% of its entries name no product"),
    ],
    ids=lambda value: value if isinstance(value, Alarming) else "",
)
def test_what_is_wrong_is_named(run: Run, kind: Alarming, words: str) -> None:
    (alarm,) = judge_run(GOOD, run)
    assert alarm.kind is kind
    assert words in alarm.says
    assert alarm.says.endswith(".")


def test_a_share_that_stays_as_it_was_is_no_jump() -> None:
    before = replace(GOOD, share_without_product=0.13)
    assert kinds(before, replace(NEXT, share_without_product=0.14)) == []
    assert kinds(before, replace(NEXT, share_without_product=0.4)) == [Alarming.WITHOUT_PRODUCT]


def test_fewer_than_a_tenth_broken_is_no_alarm() -> None:
    assert kinds(GOOD, replace(NEXT, entries=901, broken=99)) == []


def test_a_source_of_news_may_give_fewer_than_before() -> None:
    assert judge_run(GOOD, replace(NEXT, entries=5), gives_all=False) == ()


def test_a_source_that_answers_with_nothing_new_is_silent() -> None:
    later = replace(GOOD, at=NOW + timedelta(days=9))
    assert kinds(GOOD, later, quiet_for=timedelta(days=7)) == [Alarming.SILENT]
    assert kinds(GOOD, later, quiet_for=timedelta(days=10)) == []


def test_a_source_that_stops_is_silent_after_two_missed_fetches() -> None:
    assert judge_silence(NOW - timedelta(hours=2), NOW, every=timedelta(hours=1)) == ()
    (alarm,) = judge_silence(NOW - timedelta(hours=3), NOW, every=timedelta(hours=1))
    assert alarm.says == "Nothing came for 3 hours; it should be fetched once in an hour. Look at its address."
    (never,) = judge_silence(None, NOW, every=timedelta(hours=1))
    assert "never been fetched" in never.says
