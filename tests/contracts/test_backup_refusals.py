"""Which files are refused instead of restored, and is nothing changed then?"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction

from tests.worlds import World
from wardmote.kernel.backups import write_backup
from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import now
from wardmote.kernel.restoring import look_at, restore_backup, safe_path
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def backup(db: None, tmp_path: Path, settings: LazySettings) -> Path:
    """Give a backup of a small world, and an empty database again."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()
    (settings.UPLOADS / "note.txt").write_text("a note")
    file = tmp_path / "backup.zip"
    with transaction.atomic():
        world = World()
        world.someone(world.council("ELMTON"), Role.LEAD)
        write_backup(file, at=now())
        transaction.set_rollback(True)
    (settings.UPLOADS / "note.txt").unlink()
    return file


def rewrite(file: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write the file anew with members changed, or left out where the change gives None."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            changed = change(name, content)
            if changed is not None:
                archive.writestr(name, changed)


def change_manifest(file: Path, **values: Any) -> None:
    """Let the manifest say something else."""
    rewrite(file, lambda n, c: json.dumps(json.loads(c) | values).encode() if n == "manifest.json" else c)


def assert_refused(file: Path, words: str, settings: LazySettings) -> None:
    """Check that restoring says these words and leaves nothing behind."""
    with pytest.raises(Denied, match=words):
        restore_backup(file)
    assert not Person.objects.exists()
    assert list(settings.UPLOADS.iterdir()) == []
    assert not settings.UPLOADS.with_name("uploads-restoring").exists()


def test_a_whole_backup_is_restored_with_its_files(backup: Path, settings: LazySettings) -> None:
    restored = restore_backup(backup)
    assert Person.objects.get().name == "lead of ELMTON"
    assert (settings.UPLOADS / "note.txt").read_text() == "a note"
    assert restored.uploads_count == 1


def test_a_file_without_its_end_is_refused(backup: Path, settings: LazySettings) -> None:
    backup.write_bytes(backup.read_bytes()[:-200])
    assert_refused(backup, "damaged", settings)


def test_a_file_with_a_flipped_bit_is_refused(backup: Path, settings: LazySettings) -> None:
    content = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        place = archive.getinfo("tables/register_person.jsonl")
    content[place.header_offset + 30 + len(place.filename) + 40] ^= 1
    backup.write_bytes(bytes(content))
    assert_refused(backup, "damaged", settings)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 100])
def test_a_foreign_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "foreign.zip"
    file.write_bytes(content)
    with pytest.raises(Denied, match="isn't a backup of Wardmote"):
        look_at(file)


def test_another_zip_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "holiday.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    with pytest.raises(Denied, match="isn't a backup of Wardmote"):
        look_at(file)


def test_a_changed_row_is_refused(backup: Path, settings: LazySettings) -> None:
    rewrite(backup, lambda n, c: c.replace(b"lead of ELMTON", b"someone else!!"))
    assert_refused(backup, "register_person isn't what the manifest says", settings)


def test_a_missing_table_is_refused(backup: Path, settings: LazySettings) -> None:
    rewrite(backup, lambda n, c: None if n == "tables/register_person.jsonl" else c)
    assert_refused(backup, "damaged", settings)


def test_a_backup_of_another_version_is_refused_by_its_name(backup: Path, settings: LazySettings) -> None:
    change_manifest(backup, migrations=["register.9999_later"], wardmote="9.9.9")
    assert_refused(backup, r"made by Wardmote 9\.9\.9", settings)


def test_a_changed_upload_is_refused(backup: Path, settings: LazySettings) -> None:
    rewrite(backup, lambda n, c: b"b note" if n == "uploads/note.txt" else c)
    assert_refused(backup, "note.txt has changed", settings)


def test_an_upload_that_leads_out_of_its_folder_is_refused(backup: Path, settings: LazySettings) -> None:
    rewrite(backup, lambda n, c: c.replace(b"note.txt", b"../x.txt") if n == "uploads.jsonl" else c)
    assert_refused(backup, "leads elsewhere", settings)
    assert not settings.UPLOADS.with_name("x.txt").exists()


@pytest.mark.parametrize("path", ["/etc/passwd", "../up", "a/../../up", "", "a\\b", "a\x00b"])
def test_no_path_leads_out(path: str) -> None:
    with pytest.raises(ValueError, match="leads elsewhere"):
        safe_path(path)


def test_files_that_are_there_already_are_never_touched(backup: Path, settings: LazySettings) -> None:
    (settings.UPLOADS / "mine.txt").write_text("mine")
    with pytest.raises(Denied, match="holds files already"):
        restore_backup(backup)
    assert (settings.UPLOADS / "mine.txt").read_text() == "mine"


def test_a_backup_that_fails_half_way_leaves_no_file(db: None, tmp_path: Path, settings: LazySettings) -> None:
    settings.UPLOADS = tmp_path / "uploads"

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    world = World()
    for number in range(1_001):
        world.person(f"Person {number}")
    with pytest.raises(KeyboardInterrupt):
        write_backup(tmp_path / "backup.zip", at=now(), report=interrupt)
    assert list(tmp_path.iterdir()) == []
