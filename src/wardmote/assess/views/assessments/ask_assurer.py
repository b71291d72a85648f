"""Whom does the council ask to look from outside, and what do they see?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ... import policies_of_assessments as policies
from ...actions.ask_assurer import ask_assurer
from ...models import State
from ...queries.desks import Desk, own_desk
from ...queries.review_asked import Asking, asking
from ...review_forms import AskForm, ask_initial


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Let the lead choose a person, a day and what is shown."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_is_lead(desk)
    offered = asking(desk)
    if request.method != "POST":
        initial = ask_initial(offered, desk.assessment.edition)
        return _page(request, desk, offered, AskForm(initial=initial, asking=offered))
    form = AskForm(request.POST, asking=offered)
    if not form.is_valid():
        return _page(request, desk, offered, form, status=422)
    try:
        review = ask_assurer(by=desk, request=form.request(), edition=form.cleaned_data["edition"], at=desk.at)
    except Denied as refusal:
        sent = request.POST.copy()
        sent["edition"] = str(desk.assessment.edition)
        again = AskForm(sent, asking=offered)
        again.is_valid()
        again.add_error(None, refusal.sentence)
        return _page(request, desk, offered, again, status=refusal.status)
    messages.success(request, _said(review.assessment.state, str(review.assurer)))
    return redirect("assessments:respond", code, number)


def _said(state: str, name: str) -> str:
    if state == State.REVIEW:
        return _("%(name)s has your approved answers now and gets an e-mail.") % {"name": name}
    return _("%(name)s can see the scope now. The answers follow once the council has approved them.") % {"name": name}


def _page(request: HttpRequest, desk: Desk, offered: Asking, form: AskForm, status: int = 200) -> HttpResponse:
    context = {
        "desk": desk,
        "asking": offered,
        "form": form,
        "is_possible": desk.assessment.state in (State.OPEN, State.APPROVED),
    }
    return render(request, "assess/assessments/review_ask.html", context, status=status)


PATHS = [path("<int:number>/review/ask/", ask, name="ask_assurer")]
