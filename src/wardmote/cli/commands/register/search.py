"""Find councils and other bodies by name, code or domain; spelling may be off."""

from dataclasses import asdict

import click

from ...screen import as_json, say, show_json, show_table
from ...starting import started
from ...troubles import Trouble


@click.command(name="search", help=__doc__)
@click.argument("text")
@as_json
def command(text: str, is_json: bool) -> None:
    """List the bodies that may be meant, best first."""
    with started():
        from wardmote.register.public import search_bodies

        hits = search_bodies(text)
    if is_json:
        show_json([asdict(hit) for hit in hits])
        return
    if not hits:
        raise Trouble(f"Nothing in the register is like {text!r}. Try a shorter part of the name.")
    say(f"{len(hits)} found; the best: {hits[0].name} ({hits[0].code})")
    rows = [(hit.code, hit.name, hit.kind, hit.region, hit.domain, hit.end_date) for hit in hits]
    show_table(("Code", "Name", "Kind", "Region", "Domain", "Until"), rows)
