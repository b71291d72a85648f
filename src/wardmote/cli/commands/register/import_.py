"""Bring the register up to date from a CSV file; the difference is shown before anything changes."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started
from ...troubles import Trouble

if TYPE_CHECKING:
    from wardmote.register.queries.differences import Differences
    from wardmote.register.tables import CouncilRow


@click.command(name="import", help=__doc__)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="The first day that the new facts hold.")
@click.option("--yes", "is_agreed", is_flag=True, help="Apply without asking.")
@as_json
def command(file: Path, valid_from: datetime | None, is_agreed: bool, is_json: bool) -> None:
    """Show what would change and, when agreed, apply it. `--json` alone only shows."""
    with started():
        from wardmote.register.queries.differences import differences

        rows = read_table(file)
        found = differences(rows)
        if not is_json:
            show(found)
        may_apply = is_agreed or (not is_json and not found.is_empty and click.confirm("Apply this?", err=True))
        if may_apply and not found.is_empty:
            apply(rows, valid_from.date() if valid_from else None, file.name)
            if not is_json:
                say("✔ Applied.")
    if is_json:
        show_json(describe(found) | {"is_applied": may_apply and not found.is_empty})


def read_table(file: Path) -> "tuple[CouncilRow, ...]":
    """Return the table's rows, or say what is wrong with it."""
    from wardmote.register.tables import MOST_BYTES, TableFault, read_councils

    if file.stat().st_size > MOST_BYTES:
        raise Trouble(f"{file} is larger than 2 MB. A register of all UK councils takes about 100 kB.")
    try:
        return read_councils(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise Trouble(f"{file} isn't UTF-8 text. Save the table as CSV (UTF-8) and try again.") from fault
    except TableFault as fault:
        raise Trouble(f"{file}: {fault}") from fault


def apply(rows: "tuple[CouncilRow, ...]", valid_from: date | None, name: str) -> None:
    """Put the table in force."""
    from wardmote.kernel.moments import now
    from wardmote.register.actions.apply_register import apply_register

    apply_register(by=None, rows=rows, valid_from=valid_from, source=f"Imported from {name}"[:200], at=now())


def show(found: "Differences") -> None:
    """Write the difference for a person."""
    if found.is_empty:
        say(f"Nothing would change: all {found.same} bodies are as the table says.")
        return
    say(f"{len(found.added)} new, {len(found.changed)} changed, {found.same} the same.")
    lines = [(d.code, d.name, "new", "", "") for d in found.added]
    lines += [(d.code, d.name, c.what, c.before, c.after) for d in found.changed for c in d.changes]
    show_table(("Code", "Name", "What", "Is", "Would be"), lines)
    if found.absent:
        say(f"Not in the table, and left as they are: {', '.join(found.absent)}.")


def describe(found: "Differences") -> dict[str, Any]:
    """Return the difference under stable names."""
    return {
        "added": [{"code": d.code, "name": d.name} for d in found.added],
        "changed": [
            {"code": d.code, "name": d.name, "changes": [[c.what, c.before, c.after] for c in d.changes]}
            for d in found.changed
        ],
        "same": found.same,
        "absent": list(found.absent),
    }
