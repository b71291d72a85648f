"""Show how far the newest night of checks is."""

import click

from ...nights import describe, in_words
from ...screen import as_json, say, show_json
from ...starting import started


@click.command(name="status", help=__doc__)
@as_json
def command(is_json: bool) -> None:
    """Count the visits of the newest round."""
    with started():
        facts = describe()
    if is_json:
        show_json(facts)
        return
    say(in_words(facts) if facts else "No night of checks has begun yet.")
