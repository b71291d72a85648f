"""Reports that somebody has as files: handed in, and followed until they are read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.request_sizes import takes_files_of

from ...actions.hand_in_reports import HandedIn, hand_in_reports
from ...models import CameBy
from ...queries.access import acting, reading
from ...queries.deliveries import batch_page

LARGEST_MB = 10


@takes_files_of(LARGEST_MB)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Take files in; they are read in the background."""
    desk = acting(request, code)
    context: dict[str, object] = {**desk.context, "largest_mb": LARGEST_MB, "problem": "", "where": "mail-reports:add"}
    if request.method != "POST":
        return render(request, "watch/reports/add.html", context)
    sent = request.FILES.getlist("files")
    try:
        if sum(file.size or 0 for file in sent) > LARGEST_MB * 1_000_000:
            raise Denied(_("The files are larger than 10 MB together. Send them in several goes."))
        files = [HandedIn(file.name or "", file.read()) for file in sent]
        batch = hand_in_reports(by=desk.viewer, council=desk.council, files=files, came_by=CameBy.UPLOAD, at=desk.at)
    except Denied as refusal:
        context["problem"] = refusal.sentence
        return render(request, "watch/reports/add.html", context, status=422)
    return redirect("mail-reports:batch", desk.council.code, batch)


@require_safe
def batch(request: HttpRequest, code: str, batch: UUID) -> HttpResponse:
    """Show how far the reading is, and what was taken; the page looks again by itself, without script."""
    desk = reading(request, code)
    found = batch_page(desk.council, batch)
    if found is None:
        raise missing()
    return render(request, "watch/reports/batch.html", {**desk.context, "found": found, "where": ""})


PATHS = [path("add/", add, name="add"), path("add/<uuid:batch>/", batch, name="batch")]
