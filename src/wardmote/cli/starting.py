"""How does a command get a Django that is ready, and no sooner than it needs it?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = "wardmote.config.settings"


def choose_local(port: int) -> None:
    """Say in the environment, before Django reads it, that this is a person's own machine."""
    os.environ["WARDMOTE_MODE"] = "local"
    os.environ["WARDMOTE_HOME"] = str(Path(os.environ.get("WARDMOTE_HOME") or ".wardmote").expanduser().resolve())
    os.environ.setdefault("WARDMOTE_URL", f"http://localhost:{port}")


def start_django(*, is_web: bool = False) -> Path:
    """Load the settings and the applications; returns the home folder, under which everything is written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.conf import settings

    home = Path(settings.WARDMOTE_HOME)
    scratch = home / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    os.environ["TMPDIR"] = str(scratch)
    if is_web:
        from .webserver import keep_metrics_in

        keep_metrics_in(home / "metrics")
    django.setup()
    return home


@contextmanager
def started() -> Iterator[Path]:
    """Run a command's work on the house's own behalf.

    Never fork a web process inside: it would inherit the right to see everything.
    """
    home = start_django()
    from wardmote.kernel.viewer import seeing_as_system

    with seeing_as_system():
        yield home


@contextmanager
def as_database_owner() -> Iterator[None]:
    """Work as the role that owns the tables, not as the one that the wall binds (PostgreSQL only)."""
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    role = options.pop("assume_role", None)
    connection.close()
    try:
        yield
    finally:
        connection.close()
        if role:
            options["assume_role"] = role
