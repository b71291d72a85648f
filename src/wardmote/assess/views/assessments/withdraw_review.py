"""Does the council want its assessment back from the assurer?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ... import policies_of_assessments as policies
from ...actions.withdraw_review import withdraw_review
from ...queries.desks import Desk, own_desk
from ...queries.review_asked import standing_review
from ...review_forms import EditionForm


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask the lead whether they mean it, and take the assessment back."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_is_lead(desk)
    if request.method != "POST":
        return _page(request, desk, EditionForm(initial={"edition": desk.assessment.edition}))
    form = EditionForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        review = withdraw_review(by=desk, edition=form.cleaned_data["edition"], at=desk.at)
    except Denied as refusal:
        again = EditionForm({"edition": desk.assessment.edition})
        again.is_valid()
        again.add_error(None, refusal.sentence)
        return _page(request, desk, again, status=refusal.status)
    messages.success(request, _("%(name)s no longer sees this assessment.") % {"name": review.assurer})
    return redirect("assessments:respond", code, number)


def _page(request: HttpRequest, desk: Desk, form: EditionForm, status: int = 200) -> HttpResponse:
    review = standing_review(desk.assessment)
    if review is None:
        raise missing("review")
    context = {"desk": desk, "review": review, "form": form, "recorded": review.findings.count()}
    return render(request, "assess/assessments/review_withdraw.html", context, status=status)


PATHS = [path("<int:number>/review/withdraw/", withdraw, name="withdraw_review")]
