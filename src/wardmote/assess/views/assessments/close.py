"""Is an assessment finished as the council approved it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ... import policies_of_assessments as policies
from ...actions.close_assessment import close_assessment
from ...queries.desks import own_desk


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say what finishing without an assurer means; then do it."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_is_lead(desk)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            close_assessment(by=desk, at=moment_of(request))
        except Denied as denied:
            refusal, status = denied.sentence, denied.status
        else:
            messages.success(request, _("Finished: %(title)s.") % {"title": desk.assessment.title})
            return redirect("assessments:overview", code, number)
    return render(request, "assess/assessments/close.html", {"desk": desk, "refusal": refusal}, status=status)


PATHS = [path("<int:number>/close/", close, name="close")]
