"""What went wrong, in a sentence that says what to do about it?"""

import os
import sys
from pathlib import Path

import click

from wardmote.kernel.room_on_disk import is_disk_full

NO_DATABASE = ("could not connect", "connection refused", "connection failed", "could not translate", "timeout expired")


class Trouble(click.ClickException):
    """A command can't go on; the message is the whole sentence for the person at the terminal."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """Write the sentence to standard error."""
        click.echo(click.style("✘ ", fg="red") + self.message, err=True)


def explain(fault: BaseException) -> str | None:
    """Return the sentence for a fault that the reader can do something about; None for a fault of ours."""
    if is_disk_full(fault):
        return no_room()
    if isinstance(fault, PermissionError):
        return f"Wardmote may not use {fault.filename}: {fault.strerror}. Check who owns it."
    return _explain_settings(fault) or _explain_database(fault) or _explain_refusal(fault)


def no_room() -> str:
    """Return what to do when the disk is full."""
    home = os.environ.get("WARDMOTE_HOME") or Path.cwd()
    return f"The disk that holds {home} is full. Make room there, then run the same command again."


def _explain_settings(fault: BaseException) -> str | None:
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    if isinstance(fault, EnvError):
        return f"A setting can't be read. {fault}"
    return str(fault) if isinstance(fault, ImproperlyConfigured) else None


def _explain_database(fault: BaseException) -> str | None:
    if "django.db" not in sys.modules:
        return None
    from django.db import DatabaseError, IntegrityError, OperationalError

    if not isinstance(fault, DatabaseError) or isinstance(fault, IntegrityError):
        return None
    text = " ".join(str(fault).split())
    if "no such table" in text or "does not exist" in text:
        return f"The database isn't ready for this version ({text}). Run: wardmote upgrade"
    if "is locked" in text:
        return "The database has been busy for half a minute. See which other program uses it, and try again."
    if isinstance(fault, OperationalError) and any(words in text.lower() for words in NO_DATABASE):
        return f"The database can't be reached: {text}. Check that it runs, and DATABASE_URL."
    return f"The database refused: {text}. Check it with: wardmote doctor"


def _explain_refusal(fault: BaseException) -> str | None:
    from wardmote.kernel.denial import Denied

    return fault.sentence if isinstance(fault, Denied) else None
