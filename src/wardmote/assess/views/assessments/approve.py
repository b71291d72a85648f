"""Is everything answered, and does the council stand behind it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, sharing_levels, viewer_of

from ... import policies_of_assessments as policies
from ...actions.approve_assessment import approve_assessment, missing_from
from ...queries.desks import own_desk


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say what is missing, or what will be frozen and who will see it; then approve."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_can_approve(desk)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            report = approve_assessment(by=desk, at=moment_of(request))
        except Denied as denied:
            refusal, status = denied.sentence, denied.status
        else:
            says = {"title": desk.assessment.title, "n": report.number}
            messages.success(request, _("Approved: %(title)s. Report %(n)s is frozen.") % says)
            return redirect(f"{reverse('assessments:report', args=[code, number])}?version={report.number}")
    context = {
        "desk": desk,
        "missing": missing_from(desk),
        "sharing": sharing_levels(desk.council),
        "refusal": refusal,
    }
    return render(request, "assess/assessments/approve.html", context, status=status)


PATHS = [path("<int:number>/approve/", approve, name="approve")]
