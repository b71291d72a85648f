"""Is the review ready to go back to the council?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ...actions.finish_review import finish_review
from ...models import Review
from ...policies_of_reviews import check_is_with_assurer
from ...queries.desks import Desk, find_desk
from ...queries.review_findings import findings_of
from ...review_forms import FinishForm


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the assurer what goes back, and hand it over."""
    desk = find_desk(viewer_of(request), code, number, moment_of(request))
    if desk.review is None:
        raise missing("review")
    if request.method != "POST":
        check_is_with_assurer(desk.assessment)
        initial = {"summary": desk.review.summary, "edition": desk.assessment.edition}
        return _page(request, desk, desk.review, FinishForm(initial=initial))
    form = FinishForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, desk.review, form, status=422)
    try:
        finish_review(by=desk, summary=form.cleaned_data["summary"], edition=form.cleaned_data["edition"], at=desk.at)
    except Denied as refusal:
        again = FinishForm({**request.POST.dict(), "edition": desk.assessment.edition})
        again.is_valid()
        again.add_error(None, refusal.sentence)
        return _page(request, desk, desk.review, again, status=refusal.status)
    messages.success(request, _("The review is finished. The council's leads get an e-mail."))
    return redirect("assessments:review", code, number)


def _page(request: HttpRequest, desk: Desk, review: Review, form: FinishForm, status: int = 200) -> HttpResponse:
    context = {"desk": desk, "review": review, "findings": findings_of(desk, review), "form": form}
    return render(request, "assess/assessments/review_finish.html", context, status=status)


PATHS = [path("<int:number>/review/finish/", finish, name="finish_review")]
