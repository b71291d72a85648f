"""The lead submits what the council has answered in one area."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import moment_of, name_of, own_body, sharing_levels, viewer_of

from .. import policies
from ..actions.submit_stocktake import submit_stocktake
from ..queries.progress import stocktake_progress
from ..stocktake import find_area


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Say what will be frozen and who will see it; then do it."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    policies.check_can_submit(viewer, council)
    asked = find_area(area)
    if request.method == "POST":
        submission = submit_stocktake(by=viewer, council=council, area=asked.id, at=at)
        says = {"area": asked.short_title, "rating": submission.get_rating_display()}
        messages.success(request, _("Submitted: %(area)s, %(rating)s.") % says)
        return redirect("assess:area_result", code, asked.id)
    context = {
        "council": council,
        "name": name_of(council),
        "progress": stocktake_progress(council).area(asked.id),
        "sharing": sharing_levels(council),
    }
    return render(request, "assess/submit.html", context)
