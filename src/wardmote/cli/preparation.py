"""What must be in place before anybody visits: tables, static files, the register, the demonstration?"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .starting import as_database_owner
from .troubles import Trouble
from .webserver import free_bytes

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

ROOM_BYTES = 200_000_000


@dataclass(frozen=True)
class Way:
    """One one-time way into the demonstration region."""

    title: str
    name: str
    body_name: str
    path: str


def check_room(home: Path) -> None:
    """Refuse to start where there is hardly room to write."""
    free = free_bytes(home)
    if free < ROOM_BYTES:
        raise Trouble(
            f"The disk that holds {home} has {free // 1_000_000} MB free, and Wardmote needs 200 MB to start. "
            "Make room, or choose another folder with WARDMOTE_HOME."
        )


def prepare() -> None:
    """Bring tables, static files, the register and sources up to this version; quick when nothing has changed."""
    migrate_if_needed()
    collect_static_if_changed()
    load_register_if_empty()
    load_products()
    load_sources()


def migrate_if_needed() -> None:
    """Apply the migrations that the database lacks; refuse one that knows more than this version."""
    with as_database_owner():
        executor = read_migrations()
        refuse_newer(executor)
        if pending_migrations(executor):
            with step("Preparing the database"):
                _migrate()
            return
        # A version can change the wall without changing a table, and an upgrade can have stopped half way.
        put_up_wall()


def put_up_wall() -> None:
    """Bring PostgreSQL's row-level security up to this version."""
    from django.db import transaction

    from wardmote.kernel import wall

    with transaction.atomic():
        wall.put_up()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def read_migrations() -> "MigrationExecutor":
    """Read which migrations there are, and which the database has."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connection)


def pending_migrations(executor: "MigrationExecutor") -> list[str]:
    """Return the migrations that the database lacks."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def refuse_newer(executor: "MigrationExecutor") -> None:
    """Refuse a database that has migrations which this version doesn't know."""
    known = executor.loader.disk_migrations
    unknown = sorted(".".join(key) for key in executor.loader.applied_migrations if key not in known)
    if unknown:
        raise Trouble(
            f"This database was made by a newer version of Wardmote (it has {unknown[0]}). Run that version, "
            "or choose another database with WARDMOTE_HOME or DATABASE_URL."
        )


def collect_static_if_changed() -> None:
    """Copy the static files to where they are served from, unless they are there from these very sources."""
    if has_current_static():
        return
    with step("Preparing the pages' styles"):
        from django.core.management import call_command

        static_stamp().unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        static_stamp().write_text(fingerprint_of_static(), encoding="ascii")


def static_stamp() -> Path:
    """Return where the fingerprint of the copied static files is kept: in the folder with the copies."""
    from django.conf import settings

    return Path(settings.STATIC_ROOT) / ".stamp"


def has_current_static() -> bool:
    """Say whether the static files were copied from these very sources."""
    stamp = static_stamp()
    return stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint_of_static()


def fingerprint_of_static() -> str:
    """Return a digest of every static file, by content, and of where they go."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def load_register_if_empty() -> None:
    """Give an empty installation the register that ships with Wardmote."""
    from wardmote.kernel.moments import now
    from wardmote.register.actions.load_register import load_register
    from wardmote.register.models import Body

    if Body.objects.filter(kind="platform").exists():
        return
    with step("Loading the register of councils"):
        load_register(at=now())


def load_products() -> None:
    """Bring the catalogue of products that councils use up to this version's."""
    from wardmote.estate.public import load_catalogue
    from wardmote.kernel.moments import now

    with step("Loading the catalogue of products"):
        load_catalogue(at=now())


def load_sources() -> None:
    """Add the sources of advisories that this version ships and the installation lacks."""
    from wardmote.kernel.moments import now
    from wardmote.warn.shipped_sources import load_sources as load

    load(at=now())


def load_demonstration_if_wanted() -> list[Way]:
    """Load the demonstration region once, and return fresh one-time ways into it."""
    from django.conf import settings

    if not settings.HAS_DEMONSTRATION:
        return []
    from wardmote.demonstration.public import issue_links, load_demonstration
    from wardmote.kernel.moments import now

    with step("Loading the demonstration region"):
        load_demonstration(at=now())
    return [Way(str(link.role_title), link.name, link.body_name, link.path) for link in issue_links(at=now())]


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show that something takes a moment, on a terminal; the line goes when it is done."""
    from .screen import notes

    with notes().status(f"{title} …"):
        yield
