"""Is a source read once at a time, taken up again after a crash, and is its silence seen and told once?"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from tests.unit.warn.publisher import Page, Publisher, publishing
from tests.unit.warn.sources_made import AT, a_source
from tests.worlds import World
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.warn.models import Source, SourceRun, Story, Way
from wardmote.warn.source_health import judge_source
from wardmote.warn.source_jobs import due_sources
from wardmote.warn.source_runs import begin_run, read_source

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def publisher(settings: LazySettings, tmp_path: Path) -> Iterator[Publisher]:
    """A publisher on loopback."""
    settings.WARDMOTE_HOME = tmp_path / "home"
    with publishing(settings, tmp_path) as found:
        yield found


@pytest.fixture
def source(publisher: Publisher, world: World) -> Source:
    """A catalogue of exploited vulnerabilities that is fetched every day, and somebody who hears of its alarms."""
    platform = world.platform()
    world.someone(platform, Role.ADMINISTRATOR, "Ada")
    columns: dict[str, Any] = {"every_h": 24, "silent_after_h": 72, "gives_all": True}
    return a_source("kev", way=Way.FETCHED, address="https://advisories.example.org/kev.json", **columns)


def catalogue(count: int = 40, *, released: datetime = AT, broken: int = 0) -> bytes:
    """Return a catalogue with so many entries; some of them have no CVE id."""
    entries = [
        {
            "cveID": "none" if number < broken else f"CVE-2026-{number:04}",
            "vendorProject": "Civica",
            "product": "OpenRevenues",
            "vulnerabilityName": f"Fault {number}",
            "dateAdded": "2026-10-01",
            "dueDate": "2026-10-22",
            "shortDescription": "It lets strangers in.",
        }
        for number in range(count)
    ]
    whole = {"title": "KEV", "catalogVersion": "1", "dateReleased": released.isoformat(), "vulnerabilities": entries}
    return json.dumps(whole).encode()


def at(moment: datetime) -> Callable[[], datetime]:
    """Return a clock that stands still."""
    return lambda: moment


def read(source: Source, moment: datetime = AT) -> SourceRun:
    """Read the source at a moment."""
    source.refresh_from_db()
    run = read_source(source, at(moment))
    assert run is not None
    source.refresh_from_db()
    return run


def kinds(source: Source) -> set[str]:
    """Return what is wrong."""
    source.refresh_from_db()
    return {alarm["kind"] for alarm in source.alarms}


def good(publisher: Publisher, source: Source, moment: datetime = AT) -> None:
    """Read a good catalogue."""
    publisher.puts("/kev.json", catalogue(released=moment))
    read(source, moment)


def test_a_good_reading_says_what_came_and_raises_nothing(publisher: Publisher, source: Source) -> None:
    publisher.puts("/kev.json", Page(catalogue(), headers={"ETag": '"1"'}))
    run = read(source)
    assert (run.entries, run.changed, run.broken, run.is_whole) == (40, 40, 0, True)
    assert (kinds(source), source.fresh_at) == (set(), AT)
    again = read(source, AT + DAY)
    assert (again.entries, again.log) == (0, ["It has nothing new."])
    assert kinds(source) == set()


def test_a_source_that_stops_raises_an_alarm_that_names_it_once(publisher: Publisher, source: Source) -> None:
    good(publisher, source)
    publisher.pages.clear()
    for days in (1, 2, 3, 4):
        read(source, AT + days * DAY)
        judge_source(source.pk, AT + days * DAY + HOUR)
    assert kinds(source) == {"silent"}
    letter = Letter.objects.get()
    assert letter.to == "ada@elsewhere.example"
    assert "KEV" in letter.subject
    assert "Nothing came for" in letter.text
    assert "/sources/kev/" in letter.text


def test_a_source_that_says_nothing_new_for_long_raises_an_alarm(publisher: Publisher, source: Source) -> None:
    publisher.puts("/kev.json", Page(catalogue(), headers={"ETag": '"1"'}))
    for days in range(6):
        read(source, AT + days * DAY)
    assert kinds(source) == {"silent"}
    assert "nothing new came since 02 November 2026" in source.alarms[0]["says"]


def test_an_empty_file_raises_an_alarm(publisher: Publisher, source: Source) -> None:
    good(publisher, source)
    publisher.puts("/kev.json", b"")
    read(source, AT + DAY)
    assert "empty" in " ".join(SourceRun.objects.all()[0].log)
    publisher.puts("/kev.json", catalogue(0))
    read(source, AT + DAY)
    assert "empty" in kinds(source)


def test_half_a_file_raises_an_alarm_and_its_half_is_in(publisher: Publisher, source: Source) -> None:
    whole = catalogue(80)
    publisher.puts("/kev.json", Page(whole, cut=len(whole) // 2))
    run = read(source)
    assert 20 < run.entries < 60
    assert Story.objects.count() == run.entries
    assert kinds(source) == {"cut"}
    publisher.puts("/kev.json", whole)
    read(source, AT + HOUR)
    assert Story.objects.count() == 80
    assert not kinds(source)


def test_half_a_list_that_looks_whole_raises_an_alarm(publisher: Publisher, source: Source) -> None:
    good(publisher, source)
    publisher.puts("/kev.json", catalogue(20, released=AT + DAY))
    read(source, AT + DAY)
    assert kinds(source) == {"cut"}


def test_an_older_file_raises_an_alarm(publisher: Publisher, source: Source) -> None:
    good(publisher, source)
    publisher.puts("/kev.json", catalogue(released=AT - 2 * DAY))
    read(source, AT + HOUR)
    assert kinds(source) == {"older"}


def test_a_tenth_broken_raises_an_alarm_and_the_good_nine_tenths_are_in(publisher: Publisher, source: Source) -> None:
    publisher.puts("/kev.json", catalogue(100, broken=10))
    run = read(source)
    assert (run.entries, run.broken, kinds(source)) == (90, 10, {"broken"})
    assert Story.objects.count() == 90
    assert "none: It has no CVE id." in run.log


def test_an_alarm_is_told_once_and_cleared_when_all_is_good(publisher: Publisher, source: Source) -> None:
    publisher.puts("/kev.json", catalogue(100, broken=20))
    for hours in range(3):
        read(source, AT + hours * HOUR)
    assert Letter.objects.count() == 1
    assert source.alarmed_at == AT
    good(publisher, source, AT + DAY)
    assert not kinds(source)
    assert source.alarmed_at is None
    publisher.puts("/kev.json", catalogue(100, released=AT + 2 * DAY, broken=20))
    read(source, AT + 2 * DAY)
    assert Letter.objects.count() == 2


def test_a_source_is_read_by_one_reader_at_a_time(publisher: Publisher, source: Source) -> None:
    publisher.puts("/kev.json", catalogue())
    begun = begin_run(source, AT)
    assert begun is not None
    assert read_source(source, at(AT + timedelta(minutes=5))) is None
    assert due_sources(AT + timedelta(minutes=5)) == []


def test_a_run_whose_reader_died_is_taken_up_again(publisher: Publisher, source: Source) -> None:
    publisher.puts("/kev.json", catalogue())
    dead = begin_run(source, AT)
    assert dead is not None
    assert due_sources(AT + HOUR) == [source.pk]
    read(source, AT + HOUR)
    dead.refresh_from_db()
    assert dead.ended_at == AT + HOUR
    assert "stopped in the middle" in dead.log[0]
    assert Story.objects.count() == 40


def test_a_source_is_due_by_its_schedule_and_only_when_on(publisher: Publisher, source: Source) -> None:
    assert due_sources(AT) == [source.pk]
    good(publisher, source)
    assert due_sources(AT + 20 * HOUR) == []
    assert due_sources(AT + 24 * HOUR) == [source.pk]
    Source.objects.update(every_h=0)
    assert due_sources(AT + 24 * HOUR) == []
    Source.objects.update(every_h=24, is_on=False)
    assert due_sources(AT + 24 * HOUR) == []
