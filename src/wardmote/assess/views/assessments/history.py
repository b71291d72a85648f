"""Who changed which answer from what to what, and when?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.register.public import moment_of, viewer_of

from ...queries.desks import own_desk
from ...queries.history import history_page


@require_safe
def history(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the changes, newest first: of one outcome where the address names one, else of all."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    page = history_page(
        desk, request.GET.get("outcome", ""), request.GET.get("part", ""), request.GET.get("before", "")
    )
    return render(request, "assess/assessments/history.html", {"desk": desk, "page": page})


PATHS = [path("<int:number>/history/", history, name="history")]
