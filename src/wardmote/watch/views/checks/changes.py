"""What changed on our domains, and when?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from ...queries.access import reading
from ...queries.changes import changes_page
from ..numbers import number_in


@require_safe
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Show changes page by page, of all domains or of one."""
    desk = reading(request, code)
    seen = changes_page(desk, number_in(request, "domain"), request.GET.get("page"))
    return render(request, "watch/changes.html", {**desk.context, "seen": seen})


PATHS = [path("changes/", changes, name="changes")]
