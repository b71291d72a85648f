"""How do the pages get served, by how many processes, and what survives when one of them dies?"""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from gunicorn.app.base import BaseApplication

from .children import die_with_parent

MOST_REQUESTS = 5_000
TIMEOUT_S = 60
MEMORY = Path("/dev/shm")  # noqa: S108 # nosec B108
METRIC_FILES = ("counter", "histogram")
METRIC_FILE_BYTES = 1 << 20


class Site(BaseApplication):  # type: ignore[misc]
    """Wardmote under gunicorn's sync workers; the pages are loaded once, before the workers are forked."""

    def __init__(self, *, bind: str, workers: int, home: Path) -> None:
        self.options: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "preload_app": True,
            "timeout": TIMEOUT_S,
            "graceful_timeout": 20,
            "max_requests": MOST_REQUESTS,
            "max_requests_jitter": MOST_REQUESTS // 10,
            "worker_tmp_dir": str(home / "tmp"),
            "control_socket_disable": True,
            "accesslog": None,
            # Milder lines name the visitor's address; what the site itself has to say goes to its own log.
            "loglevel": "error",
            "proc_name": "wardmote",
            "post_fork": begin_life,
            "child_exit": forget_worker,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn; no file and no variable of the environment is read."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the site, and leave no connection open that the workers would share."""
        from django.core.wsgi import get_wsgi_application
        from django.db import connections
        from django.urls import get_resolver

        site = get_wsgi_application()
        _ = get_resolver().url_patterns
        connections.close_all()
        return site


def keep_metrics_in(folder: Path) -> None:
    """Say where the web processes count, before anything counts, and clear what dead ones left there."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    for file in folder.glob("*_*.db"):
        process = file.stem.rpartition("_")[2]
        if not (process.isdecimal() and Path(f"/proc/{process}").exists()):
            file.unlink(missing_ok=True)


def begin_life(server: Any, worker: Any) -> None:
    """Let a web process end with its server, which else would keep the port for half a minute more."""
    die_with_parent(worker.ppid)
    make_room_for_metrics()


def make_room_for_metrics() -> None:
    """Take the disk space for a web process's counters at once.

    They are memory-mapped files: growing one on a full disk would kill the process with SIGBUS, in the middle
    of an answer. Where there is no room even now, the counters go to memory.
    """
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    try:
        for kind in METRIC_FILES:
            with (folder / f"{kind}_{os.getpid()}.db").open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, METRIC_FILE_BYTES)
    except OSError:
        for kind in METRIC_FILES:
            (folder / f"{kind}_{os.getpid()}.db").unlink(missing_ok=True)
        if MEMORY.is_dir():
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix="wardmote-", dir=MEMORY)


def forget_worker(server: Any, worker: Any) -> None:
    """Take a dead web process out of the figures that speak of living ones."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def free_bytes(folder: Path) -> int:
    """Return how much room there is on the disk of a folder that may not exist yet."""
    return shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists())).free
