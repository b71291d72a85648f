"""Serve the pages with gunicorn, behind a reverse proxy; run `wardmote worker` beside it."""

import os

import click

from ..starting import start_django
from ..troubles import Trouble


@click.command(name="serve", help=__doc__)
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="The address to answer at, HOST:PORT.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes; two for each core if left out.")
def command(bind: str, workers: int | None) -> None:
    """Check that tables and styles are this version's, then serve until SIGTERM."""
    from ..listening import listen_on, read_address
    from ..webserver import Site

    listener = listen_on(*read_address(bind))
    home = start_django(is_web=True)
    check_prepared()
    Site(bind=f"fd://{listener.detach()}", workers=workers or 2 * (os.cpu_count() or 1), home=home).run()


def check_prepared() -> None:
    """Refuse to serve with another version's tables or without its styles."""
    from ..preparation import has_current_static, pending_migrations, read_migrations, refuse_newer

    executor = read_migrations()
    refuse_newer(executor)
    if pending_migrations(executor) or not has_current_static():
        raise Trouble("The database or the styles aren't this version's yet. Run: wardmote upgrade")
