"""Why do we leave something as it is, and until when?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import Denied

from ...actions.explain_finding import explain_finding
from ...actions.withdraw_explanation import withdraw_explanation
from ...catalogue import title_of
from ...forms import ExplainForm
from ...queries.access import acting
from ...queries.finding_page import open_explanation, open_trouble


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, code: str, number: int, check: str) -> HttpResponse:
    """Ask for the reason and the day; keep them."""
    desk = acting(request, code)
    domain = desk.domain(number)
    finding = open_trouble(domain, check)
    form = ExplainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            explain_finding(by=desk.viewer, domain=domain, check_id=check, at=desk.at, **form.cleaned_data)
            messages.success(request, _("Saved. It asks for attention again after that day."))
            return redirect("watch:finding", code, number, check)
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
    context = {"domain": domain, "finding": finding, "title": title_of(check), "form": form}
    return render(request, "watch/explain.html", {**desk.context, **context}, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, code: str, number: int, check: str) -> HttpResponse:
    """Take the explanation back: the finding asks for attention again."""
    desk = acting(request, code)
    withdraw_explanation(
        by=desk.viewer, explanation=open_explanation(desk.domain(number), check, localdate(desk.at)), at=desk.at
    )
    messages.success(request, _("Taken back. The finding asks for attention again."))
    return redirect("watch:finding", code, number, check)


PATHS = [
    path("<int:number>/<slug:check>/explain/", explain, name="explain"),
    path("<int:number>/<slug:check>/withdraw/", withdraw, name="withdraw"),
]
