"""Where do the bytes of evidence lie?

Below the uploads folder, outside what the web server shows, one folder for each council, under a random name: nothing
that a person typed is part of a path. A file is written whole before the row that names it, and never changed.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

FOLDER = "evidence"


@contextmanager
def storing(content: bytes, council: int) -> Iterator[str]:
    """Write the bytes to the disk and give the name to store; where what follows fails, the file goes again."""
    stored = f"{FOLDER}/{council}/{secrets.token_hex(16)}"
    file = path_of(stored)
    is_named = False
    try:
        _write(file, content)
        yield stored
        is_named = True
    finally:
        if not is_named:
            file.unlink(missing_ok=True)


def path_of(stored: str) -> Path:
    """Return where a stored name leads."""
    return Path(settings.UPLOADS) / stored


def open_stored(stored: str) -> IO[bytes] | None:
    """Open a stored file for reading; None where it is gone."""
    try:
        return path_of(stored).open("rb")
    except FileNotFoundError:
        return None


def delete_stored(stored: str) -> None:
    """Delete a file that nothing names any more."""
    path_of(stored).unlink(missing_ok=True)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Make the new name in the folder last, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
