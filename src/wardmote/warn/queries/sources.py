"""Which sources are there, how fresh is each, and what came of its last readings?"""

from dataclasses import dataclass

from django.db.models import Count

from ..models import Source, SourceRun, Statement

RUNS_SHOWN = 20


@dataclass(frozen=True)
class SourceLine:
    """A source in the list. `last` is the last run that ended, `is_reading` says that one is going on."""

    source: Source
    last: SourceRun | None
    statements: int
    is_reading: bool

    @property
    def alarms(self) -> tuple[str, ...]:
        """What is wrong at present, in sentences."""
        return tuple(alarm["says"] for alarm in self.source.alarms)


@dataclass(frozen=True)
class SourcePage:
    """One source with its last runs, the newest first."""

    line: SourceLine
    runs: tuple[SourceRun, ...]


def source_lines() -> tuple[SourceLine, ...]:
    """Return every source, those with alarms first, in three queries."""
    sources = list(Source.objects.order_by("title", "pk"))
    counts = dict(Statement.objects.values_list("source").annotate(Count("pk")).order_by())
    newest: dict[int, SourceRun] = {}
    reading: set[int] = set()
    for run in SourceRun.objects.order_by("-begun_at", "-pk").defer("log")[: 40 * len(sources)]:
        if run.ended_at is None:
            reading.add(run.source_id)
        else:
            newest.setdefault(run.source_id, run)
    lines = [SourceLine(one, newest.get(one.pk), counts.get(one.pk, 0), one.pk in reading) for one in sources]
    return tuple(sorted(lines, key=lambda line: (not line.source.alarms, not line.source.is_on)))


def find_source(key: str) -> Source | None:
    """Return the source of this key."""
    return Source.objects.filter(key=key).first()


def source_page(source: Source) -> SourcePage:
    """Return a source with its last runs."""
    runs = tuple(SourceRun.objects.filter(source=source)[:RUNS_SHOWN])
    ended = [run for run in runs if run.ended_at]
    count = Statement.objects.filter(source=source).count()
    line = SourceLine(source, ended[0] if ended else None, count, any(run.ended_at is None for run in runs))
    return SourcePage(line, runs)


def sources_in_alarm() -> int:
    """Return how many sources are silent, or sent less than they should."""
    return Source.objects.filter(alarmed_at__isnull=False).count()
