"""Make an empty installation the one that a backup was made of."""

from pathlib import Path

import click

from ..screen import as_json, progress, say, show_json
from ..starting import as_database_owner, started


@click.command(name="restore", help=__doc__)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def command(file: Path, is_json: bool) -> None:
    """Restore a backup, compare every table's fingerprint, and keep nothing unless all are the same."""
    with started() as home, as_database_owner():
        from wardmote.kernel.restoring import check_empty, look_at, restore_backup

        from ..audit_head import remember_head
        from ..preparation import migrate_if_needed

        look_at(file)
        check_empty()
        migrate_if_needed()
        with progress("Restoring") as meter:
            manifest = restore_backup(file, report=meter)
        remember_head(home, manifest.audit_head)
    rows = sum(table.rows for table in manifest.tables)
    if is_json:
        show_json({"made_at": manifest.made_at, "rows": rows, "tables": {t.table: t.sha256 for t in manifest.tables}})
        return
    say(f"✔ Restored the backup of {manifest.made_at}: {rows:,} rows, every table with the same fingerprint.")
    say("  Letters that were waiting then will be sent again under the same Message-ID once a worker runs.")
