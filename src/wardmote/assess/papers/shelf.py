"""Where do finished papers lie? In 256 folders, so that none grows large."""

import secrets
from datetime import datetime

from wardmote.kernel import private_files
from wardmote.kernel.private_files import delete_stored, stored_before

FOLDER = "papers"


def store(content: bytes) -> str:
    """Write a file under a random name, whole or not at all. Returns the name."""
    return private_files.store([content], f"{FOLDER}/{secrets.token_hex(1)}", ending=".pdf")


def sweep(before: datetime) -> None:
    """Take everything off the shelf that was put there before: files of dead workers have no row that names them."""
    for stored in stored_before(before, FOLDER):
        delete_stored(stored)
