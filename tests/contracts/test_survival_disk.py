"""What happens when the disk is full in the middle of the day?"""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.survival import COUNCIL, Browser, Installation

pytestmark = pytest.mark.sqlite_only

PIECE = b"\0" * 4096


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 48 MB, where we may."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only, with the right to mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607


@pytest.fixture
def installation(small_disk: Path, tmp_path: Path, upgrade: Callable[[Installation], None]) -> Iterator[Installation]:
    """Give an installation on the small disk; its processes' words go elsewhere."""

    class OnSmallDisk(Installation):
        @property
        def log(self) -> Path:
            return tmp_path / "processes.log"

    installation = OnSmallDisk(small_disk / "home")
    upgrade(installation)
    yield installation
    installation.stop()


def fill(disk: Path) -> Path:
    """Fill the disk to the last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(PIECE)
        except OSError:
            return filler


def rows(installation: Installation, table: str) -> int:
    """Return how many rows a table has."""
    with closing(sqlite3.connect(installation.home / "wardmote.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def test_a_full_disk_gives_a_clear_page_and_no_half_written_row(installation: Installation, small_disk: Path) -> None:
    browser = Browser(installation.port, installation.sign_in(1)[0])
    installation.serve()
    accepted = sum(browser.invite(f"before{n}@exeter.gov.uk") == 302 for n in range(3))
    filler = fill(small_disk)
    statuses: list[int] = []
    while 507 not in statuses[-3:] and len(statuses) < 2_000:
        statuses.append(browser.invite(f"during{len(statuses)}@exeter.gov.uk"))
    assert set(statuses) <= {302, 507}
    assert statuses[-1] == 507
    assert Browser(installation.port).get(f"/councils/{COUNCIL}/") == 200
    accepted += statuses.count(302)
    filler.unlink()
    assert rows(installation, "register_invitation") == rows(installation, "kernel_letter") == accepted
    assert browser.invite("after@exeter.gov.uk") == 302
    assert installation.run("audit", "verify").returncode == 0


def test_a_backup_onto_a_full_disk_leaves_no_half_file(installation: Installation, small_disk: Path) -> None:
    uploads = installation.home / "uploads"
    uploads.mkdir()
    (uploads / "large").write_bytes(os.urandom(12_000_000))
    filler = fill(small_disk)
    os.truncate(filler, filler.stat().st_size - 4_000_000)
    folder = small_disk / "backups"
    folder.mkdir()
    done = installation.run("backup", str(folder / "backup.zip"))
    assert done.returncode == 1
    assert "disk" in done.stderr
    assert "full" in done.stderr
    assert list(folder.iterdir()) == []
