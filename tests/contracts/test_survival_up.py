"""Does `wardmote up` come up, come up again, stop cleanly, and say what keeps it from starting?"""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.survival import Browser, Installation

pytestmark = [pytest.mark.sqlite_only, pytest.mark.xdist_group("up")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Give an installation on which `up` was never run."""
    installation = Installation(tmp_path_factory.mktemp("up") / "home")
    yield installation
    installation.stop()


def start(installation: Installation) -> subprocess.Popen[bytes]:
    """Run `up` until its pages answer and it has said so."""
    installation.log.unlink(missing_ok=True)
    process = installation.start("up")
    installation.wait_until_ready(process)
    while "Wardmote is at" not in installation.log.read_text():
        assert process.poll() is None, installation.log.read_text()
        time.sleep(0.02)
    return process


def children(process: int) -> list[int]:
    """Return the processes that this one forked, oldest first: the web server, then the worker."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return sorted(int(child) for child in found.split())


def wait_until_gone(processes: list[int]) -> None:
    """Wait until none of these runs any more."""
    last_moment = time.monotonic() + 30
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < last_moment
        time.sleep(0.05)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_comes_up_says_its_address_and_stops_cleanly(installation: Installation, ending: signal.Signals) -> None:
    process = start(installation)
    assert Browser(installation.port).get("/") == 200
    below = children(process.pid)
    assert len(below) == 2
    process.send_signal(ending)
    assert process.wait(timeout=30) == 0
    wait_until_gone(below)
    said = installation.log.read_text()
    assert f"Wardmote is at http://localhost:{installation.port}/" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("which", [0, 1])
def test_a_child_that_dies_stops_the_other_with_a_sentence(installation: Installation, which: int) -> None:
    process = start(installation)
    below = children(process.pid)
    web_processes = children(below[0])
    os.kill(below[which], signal.SIGKILL)
    assert process.wait(timeout=40) == 1
    wait_until_gone(below + web_processes)
    assert f"The {('web server', 'worker')[which]} stopped by itself" in installation.log.read_text()


def test_nothing_is_left_behind_when_up_itself_is_killed(installation: Installation) -> None:
    process = start(installation)
    below = children(process.pid)
    process.kill()
    process.wait()
    wait_until_gone(below)


def test_nothing_is_written_outside_the_home_folder(installation: Installation, tmp_path: Path) -> None:
    start(installation).terminate()
    installation.stop()
    beside = {path.name for path in installation.home.parent.iterdir()}
    assert beside == {"home", "home.log"}


def test_a_taken_port_is_a_sentence(installation: Installation) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        refused = installation.run("up")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"✘ Port {installation.port} is taken")


def test_a_database_of_a_newer_version_is_a_sentence(tmp_path: Path, upgrade: Callable[[Installation], None]) -> None:
    installation = Installation(tmp_path / "home")
    upgrade(installation)
    with closing(sqlite3.connect(installation.home / "wardmote.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('engage', '0001_initial', '2030-01-01')"
        )
    for command in ("up", "upgrade", "serve"):
        refused = installation.run(
            command, *(["--bind", f"127.0.0.1:{installation.port}"] if command == "serve" else [])
        )
        assert refused.returncode == 1
        assert refused.stderr.startswith("✘ This database was made by a newer version")


def test_a_disk_without_room_is_a_sentence(tmp_path: Path) -> None:
    small = tmp_path / "disk"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(small)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only, with the right to mount")
    try:
        refused = Installation(small / "home").run("up")
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)  # noqa: S607
    assert refused.returncode == 1
    assert "Wardmote needs 200 MB" in refused.stderr


def test_serve_asks_for_the_upgrade_first(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "home")
    refused = installation.run("serve", "--bind", f"127.0.0.1:{installation.port}")
    assert refused.returncode == 1
    assert "wardmote upgrade" in refused.stderr
