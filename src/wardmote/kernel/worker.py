"""How does background work get done although any process may die at any moment?

A worker beats every 15 seconds and holds a lock on a file of its own. The jobs of one that fell silent, or
whose lock the system has released, go back into the queue. So a job runs at least once; that its effect is
seen once is the job's own duty (`DoneOnce`, or a state that is taken in a transaction).
"""

import fcntl
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils.module_loading import module_has_submodule
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from .bounces import BouncesUnread, read_bounces
from .letters import repost_stale
from .models import DoneOnce, WorkerPulse
from .moments import now
from .viewer import seeing_as_system

BEAT_EVERY_S = 15.0
SILENT_AFTER = timedelta(seconds=60)
MOST_STARTS = 5
KEEP_FINISHED = timedelta(days=30)
LOOK_EVERY_S = 0.5
RECOVER_AFTER_S = 3.0
HOURLY, DAILY = "%Y-%m-%dT%H", "%Y-%m-%d"

log = structlog.get_logger("wardmote.worker")


class GivenUp(Exception):
    """What a job failed of whose workers all died; the queue keeps the name of this class."""


@dataclass(frozen=True)
class Duty:
    """A job that falls due once in each period, whichever worker is first to notice."""

    name: str
    period: str
    job: Any


@task()
def repost_letters() -> int:
    """Queue the letters again that didn't get away."""
    return repost_stale(now())


@task()
def read_returned_letters() -> str:
    """Note the letters that came back, where there is a mailbox that they come back to."""
    if settings.BOUNCES_MAILBOX is None:
        return "no mailbox"
    try:
        return f"{read_bounces(settings.BOUNCES_MAILBOX, at=now())} letters came back"
    except BouncesUnread as trouble:
        log.warning("returned-letters", trouble=str(trouble))
        return str(trouble)


@task()
def forget_old_things() -> None:
    """Remove what nobody needs any more: old sessions, finished jobs, silent workers, duties done."""
    at = now()
    Session.objects.filter(expire_date__lt=at).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_FINISHED).delete()
    WorkerPulse.objects.filter(beat_at__lt=at - timedelta(days=1)).delete()
    DoneOnce.objects.filter(key__startswith="duty:", at__lt=at - timedelta(days=60)).delete()
    for file in locks_folder().glob("*.lock"):
        if is_lock_held(file.stem) is False:
            file.unlink(missing_ok=True)


DUTIES = [
    Duty("repost-letters", HOURLY, repost_letters),
    Duty("read-returned-letters", HOURLY, read_returned_letters),
    Duty("forget-old-things", DAILY, forget_old_things),
]


def run_worker(*, until_idle: bool = False) -> None:
    """Do jobs until told to stop; SIGTERM and Ctrl-C let the present one finish.

    When the database goes away or the disk is full, a new life begins with a new name, so that the job that
    was being done is taken up again like any dead worker's.
    """
    while True:
        runner = make_runner(until_idle)
        runner.configure_signals()
        try:
            with alive(runner.worker_id):
                return runner.run()
        except (OperationalError, OSError) as fault:
            log.warning("interrupted", trouble=type(fault).__name__)
            connection.close()
            time.sleep(RECOVER_AFTER_S)


def make_runner(until_idle: bool) -> TaskRunner:
    """Return what takes jobs from the queue one by one."""
    return TaskRunner(
        queue_names=["*"],
        interval=LOOK_EVERY_S,
        batch=until_idle,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_name(),
        excluded_queue_names=[],
    )


def new_name() -> str:
    """Return a name that no worker had before, with the machine and the process in it."""
    machine = re.sub(r"[^A-Za-z0-9.]", "", socket.gethostname())[:30]
    return f"{machine}-{os.getpid()}-{secrets.token_hex(6)}"


@contextmanager
def alive(name: str) -> Iterator[None]:
    """Beat under this name, take up what dead workers left and see that duties are done, until the block ends."""
    stopped = threading.Event()
    with holding_lock(name):
        beat(name, now())
        heart = threading.Thread(target=_beat_until, args=(name, stopped), name="pulse", daemon=True)
        heart.start()
        try:
            yield
        finally:
            stopped.set()
            heart.join(timeout=RECOVER_AFTER_S)
            with suppress(DatabaseError):
                WorkerPulse.objects.filter(worker=name).delete()


def beat(name: str, at: datetime) -> None:
    """Say that this worker lives, and do what is due."""
    WorkerPulse.objects.update_or_create(worker=name, defaults={"beat_at": at})
    take_up_abandoned(at)
    queue_duties(at)


def _beat_until(name: str, stopped: threading.Event) -> None:
    with seeing_as_system():
        while not stopped.wait(BEAT_EVERY_S):
            try:
                beat(name, now())
            except DatabaseError as fault:
                log.warning("pulse", trouble=type(fault).__name__)
                connection.close()
        connection.close()


def take_up_abandoned(at: datetime) -> int:
    """Put the jobs of dead workers back into the queue; give one up after its fifth start. Returns how many."""
    running = list(DBTaskResult.objects.running().only("pk", "started_at", "worker_ids"))
    # Read after the jobs: a worker beats before it takes its first one.
    fresh = set(WorkerPulse.objects.filter(beat_at__gt=at - SILENT_AFTER).values_list("worker", flat=True))
    abandoned = [job for job in running if _is_abandoned(job, fresh)]
    return sum(_give_back(job, at) for job in abandoned)


def _is_abandoned(job: DBTaskResult[Any, Any], fresh: set[str]) -> bool:
    worker = job.worker_ids[-1] if job.worker_ids else ""
    is_held = is_lock_held(worker)
    return worker not in fresh if is_held is None else not is_held


def _give_back(job: DBTaskResult[Any, Any], at: datetime) -> int:
    change: dict[str, Any] = {"status": TaskResultStatus.READY, "started_at": None}
    if len(job.worker_ids) >= MOST_STARTS:
        change = {
            "status": TaskResultStatus.FAILED,
            "finished_at": at,
            "exception_class_path": f"{__name__}.{GivenUp.__name__}",
            "traceback": f"The worker died in the middle of this job {MOST_STARTS} times.",
        }
    same = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)
    return same.update(**change)


def duties() -> tuple[Duty, ...]:
    """Return the kernel's own duties, and those that a room names as DUTIES in its jobs.py."""
    rooms = [config for config in apps.get_app_configs() if module_has_submodule(config.module, "jobs")]
    named = [getattr(import_module(f"{room.name}.jobs"), "DUTIES", ()) for room in rooms]
    return (*DUTIES, *(duty for found in named for duty in found))


def queue_duties(at: datetime) -> None:
    """Queue each duty once in its period: its key and its job are written in one transaction."""
    for duty in duties():
        key = f"duty:{duty.name}:{at.strftime(duty.period)}"
        if DoneOnce.objects.filter(key=key).exists():
            continue
        with suppress(IntegrityError), transaction.atomic():
            DoneOnce.objects.create(key=key, at=at)
            duty.job.enqueue()


def locks_folder() -> Path:
    """Return where the living workers of this machine hold their locks."""
    return Path(settings.WARDMOTE_HOME) / "workers"


@contextmanager
def holding_lock(name: str) -> Iterator[None]:
    """Hold a lock that the system releases when this process dies, however it dies."""
    file = locks_folder() / f"{name}.lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def is_lock_held(name: str) -> bool | None:
    """Say whether a worker of this machine lives; None for one elsewhere, which its pulse must judge."""
    file = locks_folder() / f"{name}.lock"
    try:
        with file.open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return True
    return False
