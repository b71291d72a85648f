"""What is different from our last assessment?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing
from wardmote.register.public import moment_of, viewer_of

from ...queries.changes import changes_page
from ...queries.desks import own_desk


@require_safe
def changes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what came along, what to look at again, and what is new in this version of the framework."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    page = changes_page(desk)
    if page is None:
        raise missing("earlier assessment")
    return render(request, "assess/assessments/changes.html", {"desk": desk, "page": page})


PATHS = [path("<int:number>/changes/", changes, name="changes")]
