"""Bring the database and the styles up to this version; also makes a new installation."""

import click

from ..screen import say
from ..starting import started


@click.command(name="upgrade", help=__doc__)
def command() -> None:
    """Do what this version needs before it serves; doing it twice does nothing more."""
    from ..preparation import prepare

    with started():
        prepare()
    say(
        "✔ The database, the styles and the register are this version's. Start or restart the web and worker processes."
    )
