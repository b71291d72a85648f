"""The lead submits what the council has answered."""

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


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Say what will be frozen and who will see it; then do it."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    policies.check_can_submit(viewer, council)
    if request.method == "POST":
        submission = submit_stocktake(by=viewer, council=council, at=at)
        messages.success(request, _("Submitted: %(rating)s.") % {"rating": submission.get_rating_display()})
        return redirect("assess:result", code)
    context = {
        "council": council,
        "name": name_of(council),
        "progress": stocktake_progress(council),
        "sharing": sharing_levels(council),
    }
    return render(request, "assess/submit.html", context)
