"""Is this installation in good health, and what should be done where it isn't?

Each check answers one question. Rooms above add theirs to `CHECKS`; a check that can't be made at all, because
the database doesn't answer, says so instead of failing.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult

from .letters import MOST_TRIES
from .models import DoneOnce, Letter, WorkerPulse
from .moments import now
from .wall import walled_models

SILENT_AFTER = timedelta(minutes=2)
LATE_AFTER = timedelta(minutes=5)
RECENT = timedelta(days=1)
LEAST_ROOM, GOOD_ROOM = 200_000_000, 1_000_000_000
MOST_SKEW_S = 5.0
MAIL_TIMEOUT_S = 8


class State(StrEnum):
    """How a check came out. The values are in `doctor --json`: never change one."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """What one check found, and what to do about it (nothing where it is good)."""

    name: str
    state: State
    sentence: str
    fix: str = ""


def good(name: str, sentence: str) -> Check:
    """Say that all is well."""
    return Check(name, State.GOOD, sentence)


def settings_fit() -> Check:
    """Do mode, hosts, secret key and address fit together?"""
    if settings.WARDMOTE_IS_LOCAL:
        return good("settings", f"Local mode, under {settings.WARDMOTE_HOME}.")
    if "*" in settings.ALLOWED_HOSTS:
        return Check("settings", State.BAD, "Every host name is accepted.", "Name your own in WARDMOTE_HOSTS.")
    address = urlparse(settings.SERVICE_URL)
    if address.scheme != "https" or not address.hostname:
        return Check(
            "settings",
            State.BAD,
            "Links in e-mails need the address of this service.",
            "Set WARDMOTE_URL, for example https://wardmote.example.gov.uk",
        )
    if not any(_matches(address.hostname, host) for host in settings.ALLOWED_HOSTS):
        return Check(
            "settings",
            State.BAD,
            f"WARDMOTE_HOSTS doesn't name {address.hostname}.",
            "Add it, or correct WARDMOTE_URL.",
        )
    return good("settings", f"Production mode at {settings.SERVICE_URL}.")


def _matches(host: str, allowed: str) -> bool:
    return host == allowed or (allowed.startswith(".") and ("." + host).endswith(allowed))


def database_takes_writes() -> Check:
    """Does the database answer, and take a row?"""
    begun = time.perf_counter()
    with transaction.atomic():
        DoneOnce.objects.create(key=f"doctor:{begun}", at=now())
        transaction.set_rollback(True)
    taken_ms = (time.perf_counter() - begun) * 1000
    return good("database", f"{connection.vendor} answers and takes a row in {taken_ms:.0f} ms.")


def migrations_are_applied() -> Check:
    """Are the tables this version's?"""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Check("migrations", State.BAD, f"{len(waiting)} migrations are missing.", "Run: wardmote upgrade")
    return good("migrations", "The tables are this version's.")


def wall_stands() -> Check:
    """Does PostgreSQL itself keep the councils' rows apart, from the role that the pages use?"""
    if connection.vendor != "postgresql":
        return good("wall", "SQLite has no row-level security; the application's own scoping stands alone.")
    tables = [model._meta.db_table for model in walled_models()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_above = cursor.fetchone()[0]
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace AND ("
            "NOT relrowsecurity OR NOT relforcerowsecurity OR pg_get_userbyid(relowner) = current_user)",
            [tables],
        )
        open_tables = sorted(row[0] for row in cursor.fetchall())
    if is_above:
        return Check(
            "wall", State.BAD, "The database role stands above row-level security.", "Unset WARDMOTE_DATABASE_AS_OWNER."
        )
    if open_tables:
        return Check("wall", State.BAD, f"No wall around: {', '.join(open_tables)}.", "Run: wardmote upgrade")
    return good("wall", f"Row-level security is forced on {len(tables)} tables.")


def worker_is_alive() -> Check:
    """Is somebody doing the jobs?"""
    alive = WorkerPulse.objects.filter(beat_at__gt=now() - SILENT_AFTER).count()
    if not alive:
        return Check("worker", State.BAD, "No worker is running: no mail is sent.", "Start one: wardmote worker")
    return good("worker", f"{alive} at work.")


def queue_moves() -> Check:
    """Do jobs get done in time, and do they succeed?"""
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=now() - LATE_AFTER).count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now() - RECENT).count()
    waiting = DBTaskResult.objects.ready().count()
    if late:
        return Check("queue", State.BAD, f"{late} jobs have waited for over 5 minutes.", "Start more workers.")
    if failed:
        return Check(
            "queue", State.WEAK, f"{failed} jobs failed since yesterday.", "Look for them in the worker's log."
        )
    return good("queue", f"{waiting} jobs waiting, none late, none failed since yesterday.")


def letters_get_away() -> Check:
    """Does mail leave the house?"""
    lost = Letter.objects.filter(
        state=Letter.State.FAILED, tries__gte=MOST_TRIES, created_at__gt=now() - RECENT
    ).count()
    if "smtp" not in settings.EMAIL_BACKEND:
        state = State.GOOD if settings.WARDMOTE_IS_LOCAL else State.BAD
        return Check(
            "mail",
            state,
            f"Letters only go to files in {settings.EMAIL_FILE_PATH}.",
            "Set WARDMOTE_MAIL_URL to send them.",
        )
    try:
        server = get_connection(timeout=MAIL_TIMEOUT_S)
        server.open()
        server.close()
    except (SMTPException, OSError) as fault:
        return Check(
            "mail", State.BAD, f"{settings.EMAIL_HOST} doesn't take mail: {fault}.", "Check WARDMOTE_MAIL_URL."
        )
    if lost:
        return Check("mail", State.WEAK, f"{lost} letters couldn't be sent since yesterday.", "Check their addresses.")
    return good("mail", f"{settings.EMAIL_HOST} takes mail.")


def clock_is_right() -> Check:
    """Do this machine and the database agree on the time?"""
    if connection.vendor != "postgresql":
        return good("clock", f"The database is on this machine, where it is {now():%Y-%m-%d %H:%M} UTC.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    skew_s = abs((datetime.now(UTC) - there).total_seconds())
    if skew_s > MOST_SKEW_S:
        return Check("clock", State.BAD, f"The database's clock is {skew_s:.0f} s away.", "Let both machines use NTP.")
    return good("clock", f"The database's clock is within {MOST_SKEW_S:.0f} s of this machine's.")


def disk_has_room() -> Check:
    """Is there room to write?"""
    free = shutil.disk_usage(settings.WARDMOTE_HOME).free
    said = f"{free // 1_000_000:,} MB free for {settings.WARDMOTE_HOME}."
    if free < GOOD_ROOM:
        return Check("disk", State.BAD if free < LEAST_ROOM else State.WEAK, said, "Make room, or use a larger disk.")
    return good("disk", said)


def static_files_are_there() -> Check:
    """Have the pages their styles?"""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return Check("styles", State.BAD, "The pages' styles aren't in place.", "Run: wardmote upgrade")
    return good("styles", "The pages' styles are in place.")


CHECKS: dict[str, Callable[[], Check]] = {
    "settings": settings_fit,
    "database": database_takes_writes,
    "migrations": migrations_are_applied,
    "wall": wall_stands,
    "worker": worker_is_alive,
    "queue": queue_moves,
    "mail": letters_get_away,
    "clock": clock_is_right,
    "disk": disk_has_room,
    "styles": static_files_are_there,
}


def examine(checks: dict[str, Callable[[], Check]]) -> Iterator[Check]:
    """Make every check; where the database gives no answer, say that in its place."""
    for name, check in checks.items():
        try:
            yield check()
        except DatabaseError as fault:
            words = " ".join(str(fault).split())
            yield Check(
                name, State.BAD, f"The database gave no answer: {words}.", "Check DATABASE_URL; run: wardmote upgrade"
            )
            connection.close()
