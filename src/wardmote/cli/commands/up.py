"""Prepare what is missing, then run the pages and the worker on this machine until Ctrl-C."""

import os
import socket
import time
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..children import Children
from ..starting import choose_local, start_django, started
from ..troubles import Trouble

if TYPE_CHECKING:
    from ..preparation import Way

HOST = "127.0.0.1"
WEB_PROCESSES = 2
LONGEST_START_S = 60.0


@click.command(name="up", help=__doc__)
@click.option("--port", type=click.IntRange(1, 65535), envvar="WARDMOTE_PORT", default=8000, show_default=True)
def command(port: int) -> None:
    """Run Wardmote for one person; everything that it writes is under WARDMOTE_HOME."""
    from ..listening import listen_on
    from ..preparation import check_room, load_demonstration_if_wanted, prepare

    choose_local(port)
    listener = listen_on(HOST, port)
    home = Path(os.environ["WARDMOTE_HOME"])
    check_room(home)
    os.environ.setdefault("WARDMOTE_LOG_LEVEL", "WARNING")
    start_django(is_web=True)
    with started():
        prepare()
        ways = load_demonstration_if_wanted()
    # Forked from here, outside the block above: the pages must not inherit its right to see everything.
    children = Children()
    children.listen()
    children.start("web server", partial(serve, listener, home))
    children.start("worker", work)
    listener.close()
    wait_until_ready(children, port)
    if not children.is_stopping:
        show_address(port, ways)
    finish(children, children.watch())


def serve(listener: socket.socket, home: Path) -> None:
    """Be the web server."""
    from ..webserver import Site

    Site(bind=f"fd://{listener.detach()}", workers=WEB_PROCESSES, home=home).run()


def work() -> None:
    """Be the worker."""
    import logging

    from wardmote.kernel.viewer import seeing_as_system
    from wardmote.kernel.worker import run_worker

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    with seeing_as_system():
        run_worker()


def wait_until_ready(children: Children, port: int) -> None:
    """Return when the pages answer, or when somebody has asked to stop meanwhile."""
    last_moment = time.monotonic() + LONGEST_START_S
    while not children.is_stopping and not is_ready(port):
        dead = children.first_dead()
        if dead or time.monotonic() > last_moment:
            finish(children, dead or "web server")
        time.sleep(0.02)


def is_ready(port: int) -> bool:
    """Say whether the readiness page says so."""
    from django.conf import settings

    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/health/ready/", headers={"Host": settings.ALLOWED_HOSTS[0].lstrip("*.") or HOST})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def show_address(port: int, ways: "list[Way]") -> None:
    """Say where Wardmote is, and how to come in as each of the demonstration's people."""
    from django.conf import settings

    from ..screen import say, show_table

    address = settings.SERVICE_URL.rstrip("/")
    say(f"Wardmote is at {address}/ (Ctrl-C stops it)")
    if ways:
        rows = [(way.title, way.name, way.body_name, address + way.path) for way in ways]
        say("Come in as somebody of the demonstration region; each link works once:")
        show_table(("Role", "Who", "Where", "One-time link"), rows, is_whole=True)


def finish(children: Children, dead: str | None) -> None:
    """Stop what still runs; end with a sentence if it wasn't asked for."""
    if dead is None:
        click.echo("\nStopping …", err=True)
    was_clean = children.stop()
    if dead:
        raise Trouble(f"The {dead} stopped by itself, so everything was stopped. The lines above say why; start again.")
    if not was_clean:
        raise Trouble(
            "Something took too long to stop and was ended by force. No job is lost: it is done at the next start."
        )
    click.echo("Stopped.", err=True)
