"""Are files that were given in confidence written whole, for their owner alone, and is nothing left of what failed?"""

import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wardmote.kernel.private_files import delete_stored, open_stored, path_of, piece_of, store, stored_before, storing

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Any) -> Path:
    """Keep what a test stores apart."""
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


def files_in(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_lies_under_a_random_name_and_nobody_else_can_read_it(uploads: Path) -> None:
    first, second = store([b"a", b"b"], "kind/7"), store([b"ab"], "kind/7", ending=".pdf")

    assert re.fullmatch(r"kind/7/[0-9a-f]{32}", first)
    assert re.fullmatch(r"kind/7/[0-9a-f]{32}\.pdf", second)
    assert path_of(first).read_bytes() == path_of(second).read_bytes() == b"ab"
    assert stat.S_IMODE(path_of(first).stat().st_mode) == 0o600
    assert stat.S_IMODE((uploads / "kind" / "7").stat().st_mode) == 0o700


def test_nothing_is_left_where_the_bytes_stop_coming(uploads: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise LookupError

    with pytest.raises(LookupError):
        store(breaking(), "kind/7")
    assert files_in(uploads) == []


def test_nothing_is_left_where_what_follows_fails(uploads: Path) -> None:
    with pytest.raises(LookupError), storing([b"x"], "kind/7"):
        raise LookupError
    assert files_in(uploads) == []


def test_a_file_stays_where_what_follows_is_done() -> None:
    with storing([b"x"], "kind/7") as stored:
        pass
    assert path_of(stored).read_bytes() == b"x"


def test_a_file_is_read_whole_and_in_parts_until_it_is_deleted() -> None:
    stored = store([b"0123456789"], "kind/7")
    file = open_stored(stored)
    assert file is not None
    with file:
        assert file.read() == b"0123456789"
    assert piece_of(stored, 3, 4) == b"3456"

    delete_stored(stored)

    assert (open_stored(stored), piece_of(stored, 3, 4)) == (None, None)


def test_what_is_gone_or_has_no_name_can_be_deleted_again(uploads: Path) -> None:
    stored = store([b"x"], "kind/7")
    for name in (stored, stored, ""):
        delete_stored(name)
    assert uploads.is_dir()


def test_only_older_files_of_the_kind_are_found() -> None:
    old, new, other = store([b"x"], "kind/7"), store([b"x"], "kind/8"), store([b"x"], "other/7")
    for stored, moment in ((old, NOON.timestamp() - 1), (new, NOON.timestamp()), (other, NOON.timestamp() - 1)):
        os.utime(path_of(stored), (moment, moment))

    assert list(stored_before(NOON, "kind")) == [old]
    assert list(stored_before(NOON, "nothing-yet")) == []
