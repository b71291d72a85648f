"""Take in a list of software for a council: CycloneDX, SPDX, CPE names, package URLs, CSV or Excel."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...screen import as_json, notes, progress, say, show_json, show_table
from ...starting import started
from ...troubles import Trouble

if TYPE_CHECKING:
    from wardmote.estate.public import ListedFile, Replaced
    from wardmote.register.models import Body

MOST_SHOWN = 20


@click.command(name="import", help=__doc__)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--council", "code", required=True, help="The council's code in the register.")
@click.option("--system", default="", help="The council's system to which everything in the list belongs.")
@click.option("--list", "batch", default="", help="What the list is called; the file's name where this is left out.")
@click.option("--dry-run", is_flag=True, help="Show what is read, and keep nothing.")
@as_json
def command(file: Path, code: str, system: str, batch: str, dry_run: bool, is_json: bool) -> None:
    """Keep the list; it replaces the council's list of the same name. Exit code 1 where an entry can't be read."""
    with started(), progress("Reading") as meter:
        council, systems = _council_of(code)
        meter(0, 3)
        found = _read(file, systems, system)
        meter(1, 3)
        done = None if dry_run else _keep(council, batch or file.name, found)
        meter(3, 3)
    said = _describe(found, done)
    if is_json:
        show_json(said | {"council": council.code, "list": batch or file.name, "broken": list(found.broken)})
    else:
        _show(found, said)
    if found.broken:
        raise SystemExit(1)


def _council_of(code: str) -> "tuple[Body, dict[str, int]]":
    from wardmote.estate.public import systems_of
    from wardmote.kernel.denial import Denied
    from wardmote.register.public import find_body

    try:
        council = find_body(code)
    except Denied as refusal:
        raise Trouble(f"There is no council with the code {code}. Find it with: wardmote register search") from refusal
    return council, {system.name.casefold(): system.pk for system in systems_of(council)}


def _read(file: Path, systems: dict[str, int], system: str) -> "ListedFile":
    from wardmote.estate.public import LARGEST_MB, TableFault, read_file

    if file.stat().st_size > LARGEST_MB * 1_000_000:
        raise Trouble(f"{file} is larger than {LARGEST_MB} MB. Pack it by gzip or zip, or send it in parts.")
    if system and system.casefold() not in systems:
        raise Trouble(f"“{system}” isn't on the council's list of systems. Add it there first, or correct its name.")
    try:
        return read_file(file.read_bytes(), systems, systems.get(system.casefold()))
    except TableFault as fault:
        raise Trouble(f"{file}: {fault}") from fault


def _keep(council: "Body", batch: str, found: "ListedFile") -> "Replaced":
    from wardmote.estate.public import replace_items
    from wardmote.kernel.denial import Denied
    from wardmote.kernel.moments import now

    try:
        return replace_items(by=None, council=council, batch=batch, source=found.source, lines=found.lines, at=now())
    except Denied as refusal:
        raise Trouble(refusal.sentence) from refusal


def _describe(found: "ListedFile", done: "Replaced | None") -> dict[str, Any]:
    said: dict[str, Any] = {"format": found.format, "lines": len(found.lines), "left_out": found.left_out}
    if done is None:
        return said | {"is_kept": False}
    kept = {name: getattr(done, name) for name in ("added", "removed", "changed", "same", "unnamed")}
    return said | {"is_kept": True} | kept


def _show(found: "ListedFile", said: dict[str, Any]) -> None:
    rows = [(line.vendor, line.name or line.written, line.version, line.cpe or line.purl) for line in found.lines]
    show_table(("Vendor", "Product", "Version", "Named by machines as"), rows[:MOST_SHOWN])
    if len(rows) > MOST_SHOWN:
        say(f"and {len(rows) - MOST_SHOWN:,} more.")
    if not said["is_kept"]:
        say(f"{found.format}: {len(rows):,} lines read, nothing kept.")
    else:
        counts = "{added:,} new, {changed:,} changed, {same:,} as before, {removed:,} removed".format(**said)
        say(f"✔ {found.format}: {counts}; {said['unnamed']:,} wait for somebody to say what they are.")
    if found.left_out:
        say(f"{found.left_out:,} entries that are plain files were left out.")
    if found.broken:
        notes().print(f"{len(found.broken):,} entries can't be read:", markup=False)
        for line in found.broken[:MOST_SHOWN]:
            notes().print(f"  {line}", markup=False)
