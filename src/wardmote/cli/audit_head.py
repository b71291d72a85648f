"""Where does the command line keep the newest audit entry that it has seen in order?

Beside the database, not in it: whoever removes the newest entries from the one hasn't changed the other.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from .troubles import Trouble

if TYPE_CHECKING:
    from wardmote.kernel.audit import Head


def remembered_head(home: Path) -> "Head | None":
    """Return the head of the last good check, if there was one."""
    from wardmote.kernel.audit import Head

    file = _file(home)
    if not file.is_file():
        return None
    try:
        kept = json.loads(file.read_text(encoding="ascii"))
        return Head(int(kept["sequence"]), str(kept["digest"]))
    except (ValueError, KeyError, TypeError):
        raise Trouble(f"{file} can't be read. See who changed it; remove it only if you know why.") from None


def remember_head(home: Path, head: "Head") -> None:
    """Keep the head of a good check, whole or not at all."""
    passing = _file(home).with_suffix(".part")
    passing.write_text(json.dumps({"sequence": head.sequence, "digest": head.digest}), encoding="ascii")
    passing.replace(_file(home))


def _file(home: Path) -> Path:
    return home / "audit-head.json"
