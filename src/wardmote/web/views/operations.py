"""Is this installation alive, ready for visitors, and how is it doing?"""

import hmac
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from wardmote.kernel.models import WorkerPulse
from wardmote.kernel.moments import now

from .. import metrics

# A proxy says in one of these that the visitor is somewhere else.
SET_BY_PROXIES = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")
WORKER_SILENT_AFTER = timedelta(minutes=2)


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether visitors can be sent here: the database answers. A silent worker is said, but doesn't stop visits."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = WorkerPulse.objects.filter(beat_at__gt=now() - WORKER_SILENT_AFTER).exists()
    except Error:
        return JsonResponse({"ready": False, "database": False, "worker": False}, status=503)
    return JsonResponse({"ready": True, "database": True, "worker": worker})


@login_not_required
@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Give the metrics to whoever holds the metrics token; without a token set, to this machine only."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    expected = settings.METRICS_TOKEN
    is_let_in = hmac.compare_digest(given.encode(), expected.encode()) if expected else _is_this_machine(request)
    if not is_let_in:
        return HttpResponse("Give the metrics token as a bearer token.\n", status=401, content_type="text/plain")
    return HttpResponse(metrics.report(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_this_machine(request: HttpRequest) -> bool:
    if any(header in request.headers for header in SET_BY_PROXIES):
        return False
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
