"""Does the council accept the review, so that the result is frozen as assured?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ... import policies_of_assessments as policies
from ...actions.accept_review import accept_review
from ...policies_of_reviews import check_is_in_response
from ...queries.desks import Desk, own_desk
from ...queries.review_findings import findings_before
from ...review_forms import EditionForm


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what will be frozen, and freeze it."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_can_approve(desk)
    if request.method != "POST":
        check_is_in_response(desk.assessment)
        return _page(request, desk, EditionForm(initial={"edition": desk.assessment.edition}))
    form = EditionForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        accept_review(by=desk, edition=form.cleaned_data["edition"], at=desk.at)
    except Denied as refusal:
        again = EditionForm({"edition": desk.assessment.edition})
        again.is_valid()
        again.add_error(None, refusal.sentence)
        return _page(request, desk, again, status=refusal.status)
    messages.success(request, _("The result is assured. Its report is frozen for good."))
    return redirect("assessments:overview", code, number)


def _page(request: HttpRequest, desk: Desk, form: EditionForm, status: int = 200) -> HttpResponse:
    findings = findings_before(desk)
    if findings is None:
        raise missing("review")
    context = {"desk": desk, "findings": findings, "form": form}
    return render(request, "assess/assessments/respond_accept.html", context, status=status)


PATHS = [path("<int:number>/response/accept/", accept, name="accept_review")]
