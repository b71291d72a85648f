"""What is left of a night of checks whose worker was killed in the middle, and that two others take up?"""

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import dns.message
import psycopg
import pytest
from django.db import connection

from tests.contracts.night_installation import Night, Watching
from tests.unit.engines.checks.gather.fake_server import FakeServer, answer
from tests.unit.watch.name_server import answering
from wardmote.engines.checks.registry import checks

pytestmark = pytest.mark.xdist_group("survival")

DOMAINS = 120


def reply(query: dns.message.Message) -> list[bytes]:
    """Say that there is nothing."""
    return [answer(query).to_wire()]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A name server 300 ms away."""
    with answering(reply, delay_s=0.3) as server:
        yield server


@pytest.fixture
def database_url() -> Iterator[str]:
    """Give an empty database where this run is on PostgreSQL; nothing means a file of the installation's own."""
    if connection.vendor != "postgresql":
        yield ""
        return
    server, name = os.environ["DATABASE_URL"], f"night_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as found:
        found.execute(f'CREATE DATABASE "{name}"'.encode())
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as found:
        found.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def installation(
    tmp_path: Path, server: FakeServer, database_url: str, upgrade: Callable[[Watching], None]
) -> Iterator[Watching]:
    """Give an installation whose night has begun; no worker runs yet."""
    installation = Watching(tmp_path / "home", resolver=f"127.0.0.1:{server.port}", database_url=database_url)
    upgrade(installation)
    installation.fill(DOMAINS)
    begun = installation.run("watch", "night", "--json")
    assert json.loads(begun.stdout)["night"]["waiting"] == DOMAINS, begun.stderr
    yield installation
    installation.stop()


def wait_for_visits(installation: Watching, most_s: float = 60.0) -> None:
    """Return as soon as some visits are done; the database is asked itself, for a process would come too late."""
    last_moment = time.monotonic() + most_s
    with closing(opened(installation)) as database:
        while not database.execute("SELECT count(*) FROM watch_visit WHERE state = 'done'").fetchone()[0]:
            assert time.monotonic() < last_moment, installation.log.read_text()
            time.sleep(0.01)


def opened(installation: Watching) -> Any:
    """Return a connection to the installation's database that reads as its owner."""
    if installation.database_url:
        return psycopg.connect(installation.database_url, autocommit=True)
    return sqlite3.connect(installation.home / "wardmote.sqlite3")


def check_whole(night: Night) -> None:
    """Hold that every domain was looked at once, and that its findings are all there, once."""
    assert night.states == {"done": DOMAINS}
    assert night.visited == DOMAINS
    assert (night.rounds, night.finished, night.ended) == (1, 1, 1)
    assert night.doubled == night.closed == night.changes == 0
    assert night.whole == 1, "domains have different numbers of findings"
    assert 0 < night.findings <= DOMAINS * len(checks())


def test_a_night_whose_worker_was_killed_is_finished_by_two_others_and_nothing_is_done_twice(
    installation: Watching,
) -> None:
    worker = installation.start("worker")
    wait_for_visits(installation)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    states = installation.count().states
    assert states["done"] + states["waiting"] == DOMAINS, "the worker was killed too late to show anything"
    other = installation.start("worker", "--until-idle")
    assert installation.run("worker", "--until-idle").returncode == 0
    assert other.wait(60) == 0
    check_whole(installation.count())
    assert "locked" not in installation.log.read_text()
    status = json.loads(installation.run("watch", "status", "--json").stdout)
    assert (status["planned"], status["done"], status["missed"]) == (DOMAINS, DOMAINS, 0)
