"""Is it mended now? Ask for another look at a domain, and wait for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from wardmote.kernel.denial import Denied, missing

from ...actions.ask_visit import ask_visit
from ...catalogue import known
from ...models import VisitState
from ...queries.access import acting, reading
from ...queries.domain_page import visit_of

REFRESH_S = 4


@require_POST
def retest(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask for a look; where it can't be had, say why on the domain's page."""
    desk = acting(request, code)
    finding = _finding(request.POST.get("finding", ""))
    try:
        visit = ask_visit(by=desk.viewer, domain=desk.domain(number), at=desk.at)
    except Denied as refusal:
        if refusal.reason == "missing":
            raise
        messages.error(request, refusal.sentence)
        return redirect(_leads_to(code, number, finding))
    query = f"?{urlencode({'finding': finding})}" if finding else ""
    return redirect(reverse("watch:wait", args=[code, number, visit.pk]) + query)


@require_safe
def wait(request: HttpRequest, code: str, number: int, visit: int) -> HttpResponse:
    """Show that the look is under way, asking again by itself; lead to what came of it once it is done."""
    desk = reading(request, code)
    domain = desk.domain(number)
    found = visit_of(desk.council, domain, visit)
    if found is None:
        raise missing()
    finding = _finding(request.GET.get("finding", ""))
    leads_to = _leads_to(code, number, finding)
    if found.state != VisitState.WAITING:
        return redirect(f"{leads_to}?visit={found.pk}")
    context = {"domain": domain, "visit": found, "refresh": REFRESH_S, "leads_to": leads_to, "finding": finding}
    return render(request, "watch/waiting.html", {**desk.context, **context})


def _finding(check_id: str) -> str:
    """Return which finding's page the reader came from, if it is one of ours."""
    return check_id if known(check_id) else ""


def _leads_to(code: str, number: int, finding: str) -> str:
    if finding:
        return reverse("watch:finding", args=[code, number, finding])
    return reverse("watch:domain", args=[code, number])


PATHS = [
    path("retest/<int:number>/", retest, name="retest"),
    path("retest/<int:number>/<int:visit>/", wait, name="wait"),
]
