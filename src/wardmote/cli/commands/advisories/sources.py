"""List where advisories come from, how fresh each source is, and what is wrong with it."""

from typing import Any

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started


@click.command(name="sources", help=__doc__)
@as_json
def command(is_json: bool) -> None:
    """Show each source; exit code 1 where one raises an alarm."""
    with started():
        from wardmote.warn.queries.sources import source_lines

        rows: list[dict[str, Any]] = [
            {
                "key": line.source.key,
                "title": line.source.title,
                "way": line.source.way,
                "is_on": line.source.is_on,
                "fresh_at": line.source.fresh_at,
                "read_at": line.last.ended_at if line.last else None,
                "statements": line.statements,
                "alarms": list(line.alarms),
            }
            for line in source_lines()
        ]
    alarmed = sum(bool(row["alarms"]) for row in rows)
    if is_json:
        show_json(rows)
    else:
        say(f"{len(rows)} sources, {sum(row['is_on'] for row in rows)} switched on, {alarmed} with an alarm.")
        columns = ("Source", "On", "Something new came", "Statements", "What is wrong")
        show_table(columns, [_cells(row) for row in rows])
    if alarmed:
        raise SystemExit(1)


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    fresh = f"{row['fresh_at']:%d %B %Y %H:%M}" if row["fresh_at"] else None
    return row["key"], "yes" if row["is_on"] else "no", fresh, f"{row['statements']:,}", " ".join(row["alarms"])
