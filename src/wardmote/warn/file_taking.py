"""How are files on this machine read at once, for a source: by a command, without a worker?"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from wardmote.engines.advisories.facts import Advisory, Broken, ReadingError
from wardmote.kernel.denial import Denied

from .ingesting import Tally, take_in
from .models import Source, SourceRun
from .source_runs import Clock, beat, begin_run, finish_run
from .ways.arriving import entries_of

Progress = Callable[[int, int], None]


def take_files(*, source: Source, files: Sequence[Path], clock: Clock, progress: Progress) -> SourceRun:
    """Read files one after another; what can't be read stands in the run's log and costs no other."""
    run = begin_run(source, clock())
    if run is None:
        raise Denied(f"{source.title} is being read at this moment. Try again when that is done.", "conflict")
    tally = Tally()
    run.size_bytes = sum(file.stat().st_size for file in files)
    take_in(
        source=source,
        entries=_entries(files, run.size_bytes, progress),
        at=clock(),
        tally=tally,
        beat=lambda so_far: beat(run, so_far, clock()),
    )
    return finish_run(source, run, tally, clock())


def _entries(files: Sequence[Path], total: int, progress: Progress) -> Iterator[Advisory | Broken]:
    done = 0
    for file in files:
        try:
            with file.open("rb") as opened:
                for entry in entries_of(opened, file.name):
                    progress(done + (opened.tell() if not opened.closed else 0), total)
                    yield entry
        except ReadingError as refusal:
            yield Broken(file.name, str(refusal))
        done += file.stat().st_size
        progress(done, total)
