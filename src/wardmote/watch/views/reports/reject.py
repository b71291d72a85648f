"""Is it safe to move to p=reject?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from wardmote.kernel.denial import missing

from ...queries.access import reading
from ...queries.mail_numbers import period_of, scope_of
from ...queries.rejecting import LEAST_DAYS, LEAST_REPORTERS, MOST_FAILING, reject_lines, reject_page


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Show the council's domains with their policies; go on where there is only one."""
    desk = reading(request, code)
    scope = scope_of(desk.council, None)
    if len(scope.domains) == 1:
        return redirect("mail-reports:reject", desk.council.code, scope.domains[0].pk)
    context = {**desk.context, "lines": reject_lines(scope), "where": "mail-reports:reject_choose"}
    return render(request, "watch/reports/reject_choose.html", context)


@require_safe
def reject(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say whether one domain's mail is ready, and which mail would be lost."""
    desk = reading(request, code)
    scope = scope_of(desk.council, str(number))
    if scope.chosen is None:
        raise missing("domain")
    found = reject_page(desk.council, scope, scope.chosen, period_of("30", localdate(desk.at)))
    context = {
        **desk.context,
        "page": found,
        "scope": scope,
        "least_days": LEAST_DAYS,
        "least_reporters": LEAST_REPORTERS,
        "most_failing": MOST_FAILING,
        "where": "mail-reports:reject_choose",
    }
    return render(request, "watch/reports/reject.html", context)


PATHS = [path("reject/", choose, name="reject_choose"), path("reject/<int:number>/", reject, name="reject")]
