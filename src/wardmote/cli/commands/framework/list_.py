"""List the frameworks of outcomes, and what was imported for each."""

from typing import Any

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started


@click.command(name="list", help=__doc__)
@as_json
def command(is_json: bool) -> None:
    """Show each edition with its outcomes, its statements and its profiles."""
    with started():
        from wardmote.assess.public import editions, framework_of, profiles_for

        rows: list[dict[str, Any]] = []
        for edition in editions():
            framework = framework_of(edition.key, edition.version)
            statements = sum(len(outcome.statements) for outcome in framework.outcomes.values())
            profiles = [profile.key for profile in profiles_for(edition.key, edition.version)]
            rows.append(
                {
                    "framework": edition.key,
                    "version": edition.version,
                    "outcomes": len(framework.outcomes),
                    "statements": statements,
                    "wording": framework.wording,
                    "profiles": profiles,
                }
            )
    if is_json:
        show_json(rows)
        return
    worded = sum(bool(row["statements"]) for row in rows)
    say(f"{len(rows)} frameworks, {worded} with official statements.")
    columns = ("Framework", "Version", "Outcomes", "Statements", "Wording from", "Profiles")
    show_table(columns, [(*list(row.values())[:5], ", ".join(row["profiles"])) for row in rows])
