"""Does a backup that is taken while people write come back as the same rows, on either database?"""

import json
import os
import stat
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from benchmarks.survival import Browser, Installation

pytestmark = pytest.mark.xdist_group("backup")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, upgrade: Callable[[Installation], None]) -> Iterator[Installation]:
    """Give an installation in which somebody invites one colleague after another."""
    installation = Installation(tmp_path_factory.mktemp("busy") / "home")
    upgrade(installation)
    browser = Browser(installation.port, installation.sign_in(1)[0])
    (installation.home / "uploads" / "evidence").mkdir(parents=True)
    (installation.home / "uploads" / "evidence" / "policy.pdf").write_bytes(os.urandom(2_500_000))
    installation.serve()
    installation.start("worker")
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            browser.invite(f"{uuid4().hex}@exeter.gov.uk")

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(1)
    yield installation
    is_over.set()
    writer.join()
    installation.stop()


@pytest.fixture(scope="module")
def backup(busy: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Back the busy installation up."""
    file = tmp_path_factory.mktemp("backups") / "backup.zip"
    done = busy.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def manifest(file: Path) -> dict[str, Any]:
    """Return what a backup says about itself."""
    with zipfile.ZipFile(file) as archive:
        said: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return said


def content(file: Path) -> dict[str, Any]:
    """Return what must come back: each table's rows and fingerprint, the uploads, the audit log's head."""
    said = manifest(file)
    return {what: said[what] for what in ("tables", "uploads_count", "uploads_sha256", "audit_head")}


def restore_and_back_up(file: Path, into: Installation) -> Path:
    """Restore a backup into an empty installation, and back that up."""
    done = into.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    again = file.with_name(f"{uuid4().hex}.zip")
    assert into.run("backup", str(again)).returncode == 0
    return again


@pytest.mark.sqlite_only
def test_only_its_owner_may_read_a_backup(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


@pytest.mark.sqlite_only
def test_a_backup_of_a_busy_installation_is_of_one_moment(backup: Path) -> None:
    rows = {table["table"]: table["rows"] for table in manifest(backup)["tables"]}
    assert rows["register_invitation"] == rows["kernel_letter"] > 0


@pytest.mark.sqlite_only
def test_restoring_gives_the_same_fingerprint_of_every_table(backup: Path, tmp_path: Path) -> None:
    restored = Installation(tmp_path / "home")
    assert content(restore_and_back_up(backup, restored)) == content(backup)
    assert (restored.home / "uploads" / "evidence" / "policy.pdf").stat().st_size == 2_500_000
    assert restored.run("audit", "verify").returncode == 0


@pytest.mark.sqlite_only
def test_an_installation_that_holds_something_is_not_restored_into(backup: Path, busy: Installation) -> None:
    refused = busy.run("restore", str(backup))
    assert refused.returncode == 1
    assert "isn't empty" in refused.stderr


@pytest.mark.sqlite_only
def test_a_backup_is_not_overwritten_unasked(backup: Path, busy: Installation) -> None:
    refused = busy.run("backup", str(backup))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr


@pytest.mark.postgres_only
def test_a_backup_moves_between_the_databases_and_stays_the_same(backup: Path, tmp_path: Path) -> None:
    server = os.environ["DATABASE_URL"]
    name = f"restored_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        on_postgres = restore_and_back_up(backup, Installation(tmp_path / "postgres", database_url=url))
        on_sqlite = restore_and_back_up(on_postgres, Installation(tmp_path / "sqlite"))
        assert manifest(on_postgres)["database"] == "postgresql"
        assert content(on_postgres) == content(on_sqlite) == content(backup)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
