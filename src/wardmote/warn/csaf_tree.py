"""Where do the files of a CSAF provider lie, and how does a reader never see half of a new tree?

Below the uploads folder, in a folder of the owner's number: each tree in a folder of its own under a random name, and
`current` names the one that is read. A new tree is written whole before `current` is replaced; the one before it stays
for those who are reading it. What didn't change is the same file, with the moment at which it came.
"""

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wardmote.kernel.private_files import path_of

METADATA = "provider-metadata.json"
_CURRENT = "current"
_TREE = re.compile(r"[0-9a-f]{32}")
# What everybody may read, and nothing else that may lie there.
_PUBLIC = re.compile(
    r"provider-metadata\.json|openpgp/[0-9A-F]{40,64}\.asc"
    r"|white/(?:index\.txt|changes\.csv|csaf-feed-tlp-white\.json|[0-9]{4}/[a-z0-9+_-]{1,120}\.json(?:\.(?:sha256|sha512|asc))?)"
)


@dataclass(frozen=True)
class Found:
    """A file of a tree, and when it came to be what it is."""

    data: bytes
    at: datetime


def read_published(owner: int, name: str) -> Found | None:
    """Return a file of the owner's present tree; None where there is none of that name for everybody."""
    tree = _current(owner) if _PUBLIC.fullmatch(name) else None
    if tree is None:
        return None
    try:
        with (tree / name).open("rb") as file:
            at = datetime.fromtimestamp(int(os.fstat(file.fileno()).st_mtime), UTC)
            return Found(file.read(), at)
    except (FileNotFoundError, NotADirectoryError):
        return None


def published_files(owner: int) -> dict[str, bytes]:
    """Return the files of the owner's present tree, by their names."""
    tree = _current(owner)
    if tree is None:
        return {}
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def write_tree(owner: int, files: Mapping[str, bytes]) -> None:
    """Put these files in the place of those that are read now, all at once."""
    home, before = _home(owner), _current(owner)
    tree = home / secrets.token_hex(16)
    for name, data in files.items():
        _write(tree / name, data, before / name if before else None)
    _point(home, tree.name)
    # With it goes what was left of trees that couldn't be written.
    _forget(home, {tree, before})


def forget_tree(owner: int) -> None:
    """Remove what an owner published, who publishes no more."""
    (_home(owner) / _CURRENT).unlink(missing_ok=True)
    shutil.rmtree(_home(owner), ignore_errors=True)


def _home(owner: int) -> Path:
    return path_of(f"csaf/{owner}")


def _current(owner: int) -> Path | None:
    try:
        name = (_home(owner) / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _home(owner) / name if _TREE.fullmatch(name) else None


def _write(path: Path, data: bytes, before: Path | None) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if before and before.is_file() and before.read_bytes() == data:
        os.link(before, path)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _point(home: Path, name: str) -> None:
    """Let `current` name another tree: readers find the old name or the new one."""
    waiting = home / f"{_CURRENT}-{name}"
    _write(waiting, name.encode(), None)
    waiting.replace(home / _CURRENT)
    descriptor = os.open(home, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget(home: Path, kept: set[Path | None]) -> None:
    for tree in home.iterdir():
        if tree.is_dir() and tree not in kept:
            shutil.rmtree(tree, ignore_errors=True)
