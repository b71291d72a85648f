"""Take in mail reports (DMARC, TLS) from files, folders, mbox files or maildirs, for the councils they are about."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...screen import Meter, as_json, progress, say, show_json, show_table
from ...starting import started

if TYPE_CHECKING:
    from wardmote.watch.public import Found

MOST_SHOWN = 20


@click.command(name="import", help=__doc__)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@as_json
def command(paths: tuple[Path, ...], is_json: bool) -> None:
    """Read everything that the paths name; exit code 1 where something couldn't be taken."""
    files = [file for path in paths for file in _files(path)]
    with started(), progress("Reading") as meter:
        said = _import(files, meter)
    if is_json:
        show_json(said)
    else:
        _show(said)
    if said["refused"]:
        raise SystemExit(1)


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files of a folder in order; links out of it are passed over."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file


def _import(files: list[Path], meter: Meter) -> dict[str, Any]:
    from wardmote.kernel.moments import now
    from wardmote.watch.public import CameBy, in_batches, take_reports

    taken = doubled = 0
    refused: list[dict[str, str]] = []
    for batch in in_batches(_found(files, meter)):
        tally = take_reports(by=None, council=None, found=batch, came_by=CameBy.COMMAND, at=now())
        taken += tally.taken
        doubled += tally.doubled
        refused += [{"name": one.name, "key": one.key, "reason": one.sentence} for one in tally.refusals]
    return {"files": len(files), "taken": taken, "doubled": doubled, "refused": refused}


def _found(files: list[Path], meter: Meter) -> "Iterator[Found]":
    from wardmote.watch.public import reports_in

    for number, file in enumerate(files):
        meter(number, len(files))
        with file.open("rb") as opened:
            yield from reports_in(opened, file.name)
    meter(len(files), len(files))


def _show(said: dict[str, Any]) -> None:
    refused = said["refused"]
    say(f"✔ {said['taken']:,} reports taken, {said['doubled']:,} were there already, {len(refused):,} refused.")
    if not refused:
        return
    rows = [(one["name"], one["reason"]) for one in refused[:MOST_SHOWN]]
    show_table(("File", "Why it wasn't taken"), rows)
    if len(refused) > MOST_SHOWN:
        counts = Counter(one["key"] for one in refused)
        say("All reasons: " + ", ".join(f"{key} {count:,}" for key, count in counts.most_common()))
