"""Write everything that this installation keeps to one file, while it runs."""

from pathlib import Path

import click

from ..screen import as_json, progress, say, show_json
from ..starting import started
from ..troubles import Trouble


@click.command(name="backup", help=__doc__)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", "may_replace", is_flag=True, help="Replace the file if it is there already.")
@as_json
def command(file: Path, may_replace: bool, is_json: bool) -> None:
    """Write a backup; the file appears under its name when it is complete."""
    if file.exists() and not may_replace:
        raise Trouble(f"{file} is there already. Name another file, or add --replace.")
    if not file.absolute().parent.is_dir():
        raise Trouble(f"The folder {file.absolute().parent} isn't there. Make it, or name another.")
    with started():
        from wardmote.kernel.backups import write_backup
        from wardmote.kernel.moments import now

        with progress("Backing up") as meter:
            manifest = write_backup(file.absolute(), at=now(), report=meter)
    rows = sum(table.rows for table in manifest.tables)
    if is_json:
        show_json({"file": str(file), "rows": rows, "bytes": file.stat().st_size, "uploads": manifest.uploads_count})
        return
    say(f"✔ {file}: {rows:,} rows of {len(manifest.tables)} tables and {manifest.uploads_count:,} uploaded files.")
    say("  It holds personal data and second factors: keep it encrypted, and away from this machine.")
