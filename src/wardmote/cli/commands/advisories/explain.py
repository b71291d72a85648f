"""Say why a vulnerability (CVE-2026-1234) concerns a council, or why it doesn't."""

from dataclasses import asdict

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started


@click.command(name="explain", help=__doc__)
@click.argument("vulnerability")
@click.option("--council", "code", required=True, help="The council's code, as in the addresses of its pages.")
@as_json
def command(vulnerability: str, code: str, is_json: bool) -> None:
    """Show every step from what the sources say to what the council is told."""
    with started():
        from wardmote.register.models import Body
        from wardmote.warn.queries.explaining import explain

        council = Body.objects.filter(code=code).first()
        if council is None:
            raise click.ClickException(f"There is no council {code}. Codes stand in the addresses of councils' pages.")
        found = explain(vulnerability, council)
        if found is None:
            raise click.ClickException(
                f"No source told of {vulnerability} yet. `wardmote advisories import` reads files."
            )
        if is_json:
            show_json({**asdict(found), "sentence": found.sentence})
            return
        say(f"{', '.join(found.names)}: {found.title}")
        if found.said:
            show_table(
                ("Source", "Says", "Of", "Versions"),
                ((one.source, one.status, one.name, one.words) for one in found.said),
            )
        if found.met:
            show_table(
                ("Line of the inventory", "Version", "Concerned"),
                ((one.line, one.version, one.certainty or "no") for one in found.met),
            )
        say(found.sentence)
        if found.priority:
            due = f" by {found.due_on:%d %B %Y}" if found.due_on else ""
            answered = f" Answered: {found.answer}." if found.answer else ""
            say(f"{found.priority}{due}. {' '.join(found.reasons)}{answered}")
