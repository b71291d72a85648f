"""What can a monitoring system read about this installation?"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from wardmote.kernel.models import Letter, WorkerPulse

# Every process of the web server writes here; the reader adds them up.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(settings.WARDMOTE_HOME / "metrics"))
Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest  # noqa: E402
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

REQUESTS = Counter("wardmote_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "wardmote_request_seconds", "Time to answer a request, in seconds", ["route"], buckets=(0.01, 0.05, 0.1, 0.5, 1, 5)
)
# A label for each word that a client may send as its method would grow without end.
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def count_request(method: str, route: str, status: int, taken_s: float) -> None:
    """Count one answered request by its route, never by its address (which may hold a code)."""
    method = method if method in METHODS else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(taken_s)


class Queues(Collector):
    """Jobs, letters and workers, counted when asked."""

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        jobs = GaugeMetricFamily("wardmote_jobs", "Jobs by state", labels=["state"])
        for status, count in DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("pk")):
            jobs.add_metric([status.lower()], count)
        yield jobs
        letters = GaugeMetricFamily("wardmote_letters", "E-mails by state", labels=["state"])
        for state, count in Letter.objects.order_by().values_list("state").annotate(n=Count("pk")):
            letters.add_metric([state], count)
        yield letters
        beat = WorkerPulse.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
        yield GaugeMetricFamily(
            "wardmote_worker_last_beat_seconds",
            "When a worker was last alive, in Unix seconds",
            value=beat.timestamp() if beat else 0,
        )


def report() -> bytes:
    """Return all metrics in Prometheus's text format."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Queues())
    return generate_latest(registry)
