"""A piece of evidence is taken out of use, once somebody has read what that means."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import moment_of, name_of, own_body, viewer_of

from ...actions.withdraw_evidence import withdraw_evidence
from ...policies_of_evidence import check_can_keep, check_stands
from ...queries.evidence import evidence_of, is_frozen, uses_of


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_withdraw(request: HttpRequest, code: str, piece: int) -> HttpResponse:
    """Say what will happen to the piece and where it stands; do it."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    check_can_keep(viewer, council, at)
    found = evidence_of(council, piece)
    check_stands(found, council.pk)
    if request.method == "POST":
        withdraw_evidence(by=viewer, piece=found, at=at)
        messages.success(request, _("Withdrawn: %(title)s.") % {"title": found.title})
        return redirect("assessments:evidence", code)
    context = {
        "council": council,
        "name": name_of(council),
        "piece": found,
        "uses": [use for use in uses_of(found) if use.assessment.state == "open"],
        "is_kept": is_frozen(found),
    }
    return render(request, "assess/assessments/evidence_withdraw.html", context)


PATHS = [path("evidence/<int:piece>/withdraw/", evidence_withdraw, name="evidence_withdraw")]
