"""Bring the register up to date from a CSV file; the difference is shown before anything changes."""

from datetime import datetime
from pathlib import Path

import click

from ...register_tables import read_proposal
from ...screen import as_json, say, show_json
from ...starting import started


@click.command(name="import", help=__doc__)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="The first day that the new facts hold.")
@click.option("--yes", "is_agreed", is_flag=True, help="Apply without asking.")
@as_json
def command(file: Path, valid_from: datetime | None, is_agreed: bool, is_json: bool) -> None:
    """Show what would change and, when agreed, apply it. `--json` alone only shows."""
    with started():
        proposal = read_proposal(file)
        if not is_json:
            proposal.show()
        asks = not is_json and not proposal.is_empty and not is_agreed
        applies = not proposal.is_empty and (is_agreed or (asks and click.confirm("Apply this?", err=True)))
        if applies:
            source = f"Imported from {file.name}"[:200]
            proposal.apply(valid_from=valid_from.date() if valid_from else None, source=source)
            if not is_json:
                say("✔ Applied.")
    if is_json:
        show_json(proposal.describe() | {"is_applied": applies})
