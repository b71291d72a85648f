"""Does the section 151 officer stand behind the plan's costs?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.engines.plans import digest_of, pounds
from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ...actions.sign_plan import sign_plan
from ...models import LineState
from ...plan_forms import SignForm
from ...policies_of_plans import check_can_sign
from ...queries.desks import Desk, own_desk
from ...queries.plan_lines import to_sign
from ...queries.plan_page import plan_page


@require_http_methods(["GET", "HEAD", "POST"])
def plan_sign(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what will be signed; then sign it."""
    at = moment_of(request)
    desk = own_desk(viewer_of(request), code, number, at)
    check_can_sign(desk)
    if request.method != "POST":
        return _page(request, desk, SignForm())
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        sign_plan(by=desk, digest=form.cleaned_data["digest"], is_confirmed=form.cleaned_data["is_confirmed"], at=at)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, form, status=refusal.status)
    messages.success(request, _("Signed. Whoever changes an action or a cost from now on needs a new signature."))
    return redirect("assessments:plan", code, number)


def _page(request: HttpRequest, desk: Desk, form: SignForm, status: int = 200) -> HttpResponse:
    """Show the plan as it is now, with its digest; what a refused form sent isn't kept, for it is out of date."""
    page = plan_page(desk)
    if page is None:
        raise missing("improvement plan")
    rows = tuple(row for row in page.every if row.line.state != LineState.DROPPED)
    context = {
        "desk": desk,
        "page": page,
        "rows": rows,
        "digest": digest_of(to_sign(row.line for row in rows)),
        "form": form,
        "pounds": pounds,
    }
    return render(request, "assess/assessments/plan_sign.html", context, status=status)


PATHS = [path("<int:number>/plan/sign/", plan_sign, name="plan_sign")]
