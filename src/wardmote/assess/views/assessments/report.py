"""What was the result of an assessment, outcome by outcome?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing
from wardmote.register.models import Body
from wardmote.register.models.sharing import Audience
from wardmote.register.public import log_reading, log_reading_of, moment_of, viewer_of

from ...queries.report_page import report_page
from ...queries.report_shown import DRAFT, Access, Shown, Standing, find_shown

LONGEST_VERSION = 4


@require_safe
def report(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the newest report, the version that the address names, or the draft; a look from outside is logged."""
    shown = read_shown(request, code, number, "assessment report")
    context = {"page": report_page(shown), "shown": shown, "code": code, "number": number}
    return render(request, "assess/assessments/report.html", context)


def read_shown(request: HttpRequest, code: str, number: int, what: str) -> Shown:
    """Return what the address asks for, and log it as `what` where the reader looks from outside."""
    shown = find_shown(viewer_of(request), code, number, moment_of(request), version_in(request.GET.get("version")))
    log_look(request, shown.access, what)
    return shown


def version_in(text: str | None) -> int | None:
    """Return which version an address or a form names; None for the newest."""
    if not text:
        return None
    if text == "draft":
        return DRAFT
    if not text.isdecimal() or not text.isascii() or len(text) > LONGEST_VERSION or int(text) == DRAFT:
        raise missing("report")
    return int(text)


def log_look(request: HttpRequest, access: Access, what: str) -> None:
    """Log a look from outside where the council sees it."""
    viewer, at, council = viewer_of(request), moment_of(request), access.council
    match access.standing:
        case Standing.ASSURER:
            log_reading(
                by=viewer, council=council, on_behalf_of=council.pk, audience=Audience.REVIEWERS, what=what, at=at
            )
        case Standing.OUTSIDE:
            log_reading_of(by=viewer, read=Body.objects.filter(pk=council.pk), council=council, what=what, at=at)


PATHS = [path("<int:number>/report/", report, name="report")]
