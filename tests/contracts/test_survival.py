"""What is left after web and worker were killed in the middle of two hundred writes and jobs?"""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.survival import Browser, Installation

pytestmark = [pytest.mark.sqlite_only, pytest.mark.xdist_group("survival")]

WRITES = 200
CLIENTS = 4
KILLS = 3

# A quarter of an hour later, as the hourly duty would find it.
REPOST_LATER = """
import django
django.setup()
from datetime import timedelta
from wardmote.kernel.letters import repost_stale
from wardmote.kernel.moments import now
from wardmote.kernel.viewer import seeing_as_system
with seeing_as_system():
    repost_stale(now() + timedelta(minutes=20))
"""


@dataclass(frozen=True)
class Aftermath:
    """What was accepted, and what is there once everything has been started again."""

    accepted: list[str]
    invited: Counter[str]
    letters: dict[str, tuple[str, str]]
    delivered: dict[str, set[str]]
    jobs: Counter[str]


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, upgrade: Callable[[Installation], None]
) -> Iterator[Installation]:
    """Give an installation with the register, and leave none of its processes behind."""
    installation = Installation(tmp_path_factory.mktemp("survival") / "home")
    upgrade(installation)
    yield installation
    installation.stop()


@pytest.fixture(scope="module")
def aftermath(installation: Installation) -> Aftermath:
    """Kill web and worker with SIGKILL while clients write, start them again, and look."""
    keys = installation.sign_in(CLIENTS)
    accepted: list[str] = []
    installation.serve()
    installation.start("worker")
    clients = [threading.Thread(target=write_all, args=(installation, key, n, accepted)) for n, key in enumerate(keys)]
    for client in clients:
        client.start()
    for part in range(1, KILLS + 1):
        wait_for(lambda part=part: len(accepted) >= part * WRITES // (KILLS + 1))  # type: ignore[misc]
        kill_everything(installation)
        installation.serve()
        installation.start("worker")
    for client in clients:
        client.join()
    kill_everything(installation)
    finish_jobs(installation)
    return look(installation, accepted)


def write_all(installation: Installation, key: str, client: int, accepted: list[str]) -> None:
    """Invite one person after another; a refused or unanswered invitation isn't tried again."""
    browser = Browser(installation.port, key)
    done = 0
    while done < WRITES // CLIENTS:
        email = f"client{client}.{time.monotonic_ns()}@exeter.gov.uk"
        if browser.invite(email) == 302:
            accepted.append(email)
            done += 1
        else:
            time.sleep(0.1)


def wait_for(condition: object, limit_s: float = 90.0) -> None:
    """Wait until something is so."""
    last_moment = time.monotonic() + limit_s
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < last_moment
        time.sleep(0.01)


def kill_everything(installation: Installation) -> None:
    """Kill every process with SIGKILL, the web server's own children included."""
    for process in installation.processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    installation.processes.clear()


def finish_jobs(installation: Installation) -> None:
    """Let one worker do what is left, now and a quarter of an hour later."""
    assert installation.run("worker", "--until-idle").returncode == 0
    subprocess.run([sys.executable, "-c", REPOST_LATER], env=installation.environment, check=True, timeout=60)
    assert installation.run("worker", "--until-idle").returncode == 0


def look(installation: Installation, accepted: list[str]) -> Aftermath:
    """Read the database and the letters that were delivered."""
    with closing(sqlite3.connect(installation.home / "wardmote.sqlite3")) as database:
        invited = Counter(email for (email,) in database.execute("SELECT email FROM register_invitation"))
        rows = database.execute('SELECT "to", message_id, state FROM kernel_letter').fetchall()
        jobs = Counter(s for (s,) in database.execute("SELECT status FROM django_tasks_database_dbtaskresult"))
    letters = {to: (message_id, state) for to, message_id, state in rows}
    assert len(letters) == len(rows)
    return Aftermath(accepted, invited, letters, read_mail(installation.home / "mail"), jobs)


def read_mail(folder: Path) -> dict[str, set[str]]:
    """Return the Message-IDs that reached each address; a mailbox shows each of these once."""
    delivered: dict[str, set[str]] = {}
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        addresses = re.findall(r"^To: (\S+)$", text, re.MULTILINE)
        identities = re.findall(r"^Message-ID:\s+(<\S+>)$", text, re.MULTILINE)
        for address, identity in zip(addresses, identities, strict=False):
            delivered.setdefault(address, set()).add(identity)
    return delivered


def test_every_accepted_write_is_there(aftermath: Aftermath) -> None:
    assert len(aftermath.accepted) == WRITES
    assert set(aftermath.accepted) <= set(aftermath.invited)


def test_no_write_was_done_twice(aftermath: Aftermath) -> None:
    assert set(aftermath.invited.values()) == {1}


def test_each_write_has_its_letter_and_no_letter_is_without_its_write(aftermath: Aftermath) -> None:
    assert set(aftermath.letters) == set(aftermath.invited)


def test_every_letter_reached_its_reader_and_shows_once_in_the_mailbox(aftermath: Aftermath) -> None:
    assert {state for _, state in aftermath.letters.values()} == {"sent"}
    assert {to: {message_id} for to, (message_id, _) in aftermath.letters.items()} == aftermath.delivered


def test_no_job_is_left_behind(aftermath: Aftermath) -> None:
    assert set(aftermath.jobs) == {"SUCCESSFUL"}


def test_the_audit_chain_holds_after_all_that(aftermath: Aftermath, installation: Installation) -> None:
    checked = installation.run("audit", "verify")
    assert checked.returncode == 0, checked.stderr
