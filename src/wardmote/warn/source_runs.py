"""What happens when a source is read, and what when its reader dies in the middle?

There is one run of a source at a time. It beats after each group; one that has fallen silent is ended by whoever comes
next, who reads again: what is in stays in, and changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from .ingesting import Tally, take_in
from .models import Source, SourceRun
from .source_health import alarms_of_run, judge_source
from .ways import Arrived, SourceTrouble, arrivals_of

SILENT_AFTER = timedelta(minutes=30)
KEEP_RUNS = timedelta(days=90)
_STOPPED = "Its reader was stopped in the middle. What it had read is in; the source is read again."

Clock = Callable[[], datetime]


def read_source(source: Source, clock: Clock) -> SourceRun | None:
    """Read what is new at a source; None where somebody else is at it."""
    run = begin_run(source, clock())
    if run is None:
        return None
    tally = Tally()
    try:
        for arrived in arrivals_of(source)(source, tally.note):
            _take(source, run, arrived, tally, clock)
    except SourceTrouble as trouble:
        tally.is_whole = False
        tally.note(str(trouble))
    return finish_run(source, run, tally, clock())


def _take(source: Source, run: SourceRun, arrived: Arrived, tally: Tally, clock: Clock) -> None:
    before = tally.is_whole
    tally.is_whole = arrived.is_whole
    take_in(
        source=source, entries=arrived.entries, at=clock(), tally=tally, beat=lambda so_far: beat(run, so_far, clock())
    )
    run.size_bytes += arrived.size
    if tally.is_whole:
        source.cursor = arrived.done()
        Source.objects.filter(pk=source.pk).update(cursor=source.cursor)
    tally.is_whole = tally.is_whole and before


def begin_run(source: Source, at: datetime) -> SourceRun | None:
    """Begin a run, and end one whose reader died; None while another is alive."""
    dead = SourceRun.objects.filter(source=source, ended_at__isnull=True, beat_at__lt=at - SILENT_AFTER)
    for run in dead:
        SourceRun.objects.filter(pk=run.pk, ended_at__isnull=True).update(ended_at=at, log=[*run.log, _STOPPED])
    try:
        with transaction.atomic():
            return SourceRun.objects.create(source=source, begun_at=at, beat_at=at)
    except IntegrityError:
        return None


def beat(run: SourceRun, tally: Tally, at: datetime) -> None:
    """Say that the reader lives, and how far it is."""
    SourceRun.objects.filter(pk=run.pk).update(beat_at=at, **_figures(tally))


def finish_run(source: Source, run: SourceRun, tally: Tally, at: datetime) -> SourceRun:
    """Keep what came of a run, judge it, and tell where something is wrong that wasn't before."""
    if tally.unsaid:
        tally.log.append(f"… and {tally.unsaid:,} more lines.")
    for name, value in _figures(tally).items():
        setattr(run, name, value)
    run.ended_at = run.beat_at = max(at, run.begun_at)
    run.newest_at, run.is_whole, run.log = tally.newest, tally.is_whole, tally.log
    run.alarms = [{"kind": alarm.kind.value, "says": alarm.says} for alarm in alarms_of_run(source, run)]
    with transaction.atomic():
        run.save()
        if tally.changed:
            Source.objects.filter(pk=source.pk).update(fresh_at=at)
        SourceRun.objects.filter(source=source, ended_at__lt=at - KEEP_RUNS).delete()
        judge_source(source.pk, at)
    return run


def _figures(tally: Tally) -> dict[str, int]:
    return {
        "entries": tally.entries,
        "changed": tally.changed,
        "broken": tally.broken,
        "without_product": tally.without_product,
    }
