"""Which assessments has our council made, and which is under way?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.roles import READS_ANSWERS, Role
from wardmote.register.public import is_alive, moment_of, name_of, own_body, viewer_of

from ...models import UNFINISHED


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Show the assessment under way first, then the earlier ones."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    found = list(council.assessments.order_by("-opened_at", "-pk")[:50])
    context = {
        "council": council,
        "name": name_of(council),
        "under_way": [assessment for assessment in found if assessment.state in UNFINISHED],
        "earlier": [assessment for assessment in found if assessment.state not in UNFINISHED],
        "can_open": Role.LEAD in viewer.roles_in(council.pk) and is_alive(council, at.date()),
    }
    return render(request, "assess/assessments/listing.html", context)


PATHS = [path("", listing, name="listing")]
