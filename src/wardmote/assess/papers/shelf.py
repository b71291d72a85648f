"""Where do finished papers lie, and how do they get there whole?"""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from wardmote.kernel.keys import new_secret

FOLDER = "papers"


def store(content: bytes) -> str:
    """Write a file under a random name; it has its name only once every byte is on the disk. Returns the name."""
    digest = new_secret().digest
    name = f"{FOLDER}/{digest[:2]}/{digest[2:34]}.pdf"
    path = Path(settings.UPLOADS) / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    growing = path.with_suffix(".part")
    try:
        with growing.open("xb") as out:
            growing.chmod(0o600)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        growing.replace(path)
    finally:
        growing.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name


def path_of(stored: str) -> Path:
    """Return where a stored paper lies: the name is always one that `store` gave."""
    return Path(settings.UPLOADS) / stored


def remove(stored: str) -> None:
    """Take a paper off the shelf, if it is still there."""
    if stored:
        path_of(stored).unlink(missing_ok=True)


def sweep(before: datetime) -> None:
    """Take everything off the shelf that was put there before: files of dead workers have no row that names them."""
    for path in (Path(settings.UPLOADS) / FOLDER).glob("*/*"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
