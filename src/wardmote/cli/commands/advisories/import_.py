"""Read advisories from files or folders: CSAF, CVE, NVD, KEV, EPSS, STIX, feeds, e-mails, and archives of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...screen import as_json, progress, say, show_json
from ...starting import started
from ...troubles import Trouble

if TYPE_CHECKING:
    from wardmote.warn.models import Source, SourceRun

BY_HAND = "by-hand"
MOST_LINES = 20


@click.command(name="import", help=__doc__)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--source", "key", default=BY_HAND, help="The key of the source that they are from (by-hand).")
@as_json
def command(paths: tuple[Path, ...], key: str, is_json: bool) -> None:
    """Read everything that the paths name; exit code 1 where something couldn't be read."""
    files = [file for path in paths for file in _files(path)]
    with started(), progress("Reading") as meter:
        from wardmote.kernel.moments import now
        from wardmote.warn.file_taking import take_files

        run = take_files(source=_source(key), files=files, clock=now, progress=meter)
    if is_json:
        show_json({"source": key, "files": len(files), **_figures(run), "log": run.log})
    else:
        _show(run, len(files))
    if run.broken or not run.is_whole:
        raise SystemExit(1)


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files of a folder in order; links, and hashes and signatures beside, are passed over."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        is_beside = file.suffix.lower() in (".sha256", ".sha512", ".asc", ".sig", ".md")
        if file.is_file() and not file.is_symlink() and not file.name.startswith(".") and not is_beside:
            yield file


def _source(key: str) -> "Source":
    from wardmote.kernel.moments import now
    from wardmote.warn.queries.sources import find_source
    from wardmote.warn.shipped_sources import load_sources

    load_sources(at=now())
    found = find_source(key)
    if found is None:
        raise Trouble(f"There is no source {key}. See which there are with: wardmote advisories sources")
    return found


def _figures(run: "SourceRun") -> dict[str, Any]:
    return {
        "entries": run.entries,
        "changed": run.changed,
        "broken": run.broken,
        "without_product": run.without_product,
        "is_whole": run.is_whole,
        "alarms": [alarm["says"] for alarm in run.alarms],
    }


def _show(run: "SourceRun", files: int) -> None:
    say(
        f"✔ {run.entries:,} entries of {files:,} files: {run.changed:,} new or changed, {run.broken:,} can't be read, "
        f"{run.without_product:,} name no product."
    )
    for line in run.log[:MOST_LINES]:
        say(f"  {line}")
    if len(run.log) > MOST_LINES:
        say(f"  … {len(run.log) - MOST_LINES:,} more lines on the source's page.")
