"""A council's submitted results over all areas, for its own people and for those it shares with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import INSIDE_COUNCIL
from wardmote.register.models import Body
from wardmote.register.public import Viewer, body_shown, log_reading_of, moment_of, name_of, own_body, viewer_of

from ..models import RatingWord
from ..queries.results import result_page
from ..stocktake import areas


@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was submitted in each area; a look from outside is logged where the council sees it."""
    viewer, at = viewer_of(request), moment_of(request)
    council, is_own = find_council(viewer, request, code)
    page = result_page(viewer.person, council, localdate(at))
    if not is_own:
        log_look(viewer, request, council, "stocktake result")
    context = {
        "council": council,
        "name": name_of(council),
        "page": page,
        "latest": {submission.area: submission for submission in page.latest},
        "words": dict(RatingWord.choices),
        "is_own": is_own,
        "areas": areas(),
    }
    return render(request, "assess/result.html", context)


def find_council(viewer: Viewer, request: HttpRequest, code: str) -> tuple[Body, bool]:
    """Return the council and whether it is the reader's own; one that shares nothing with them isn't there."""
    at = moment_of(request)
    try:
        return own_body(viewer, code, at, INSIDE_COUNCIL), True
    except Denied:
        return body_shown(viewer, code, at), False


def log_look(viewer: Viewer, request: HttpRequest, council: Body, what: str) -> None:
    """Log a look from outside."""
    log_reading_of(
        by=viewer, read=Body.objects.filter(pk=council.pk), council=council, what=what, at=moment_of(request)
    )
