"""Where do the bytes of reports lie, those that wait to be read and those that were read?"""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from wardmote.kernel import private_files

FOLDER = "mail-reports"


def storing(pieces: Iterable[bytes], council: int) -> AbstractContextManager[str]:
    """Write bytes to the disk and give the name to store; where what follows fails, the file goes again."""
    return private_files.storing(pieces, f"{FOLDER}/{council}")
