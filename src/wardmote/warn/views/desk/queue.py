"""What came in that our members should know of, and what waits for somebody at the desk?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from ...queries.desk_access import running


@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits."""
    bench = running(request, code)
    return render(request, "warn/desk/queue.html", bench.context)


PATHS = [path("", queue, name="queue")]
