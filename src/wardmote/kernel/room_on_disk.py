"""Has the disk run full? Asked by the pages and by the command line, before Django is there."""

import errno

NO_ROOM = ("disk is full", "no space left", "could not extend file", "disk quota exceeded")


def is_disk_full(fault: BaseException) -> bool:
    """Say whether the system, SQLite or PostgreSQL found no room to write."""
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(words in str(fault).lower() for words in NO_ROOM)
