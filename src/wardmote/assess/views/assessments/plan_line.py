"""What do we do about this outcome, who sees to it, and what does it cost?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.engines.frameworks import Status
from wardmote.engines.plans import pounds
from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.change_plan_line import ChangedMeanwhile, change_plan_line
from ...actions.remove_plan_line import remove_plan_line
from ...models import PlanLine
from ...plan_forms import LineForm, written
from ...policies_of_plans import can_be_removed, can_plan
from ...queries.desks import Desk, own_desk
from ...queries.plan_lines import line_of
from ...queries.plan_standing import stand_of


@require_http_methods(["GET", "HEAD", "POST"])
def plan_line(request: HttpRequest, code: str, number: int, line: int) -> HttpResponse:
    """Show the line; save what the person changes, beside what a colleague saved meanwhile."""
    at = moment_of(request)
    desk = own_desk(viewer_of(request), code, number, at)
    found = line_of(desk, line)
    asked, now = desk.outcome(found.part, found.outcome), Status(found.status_now)
    if request.method != "POST":
        return _page(request, desk, found, LineForm(initial=written(found), outcome=asked, now=now))
    form = LineForm(request.POST, outcome=asked, now=now)
    if not form.is_valid():
        return _page(request, desk, found, form, status=422)
    edition = form.cleaned_data["edition"] or 0
    try:
        change_plan_line(by=desk, line=line, given=form.given(), edition=edition, at=at)
    except ChangedMeanwhile as meanwhile:
        theirs = meanwhile.theirs
        again = LineForm({**request.POST.dict(), "edition": theirs.line.edition}, outcome=asked, now=now)
        again.is_valid()
        again.add_error(None, meanwhile.sentence)
        return _page(request, desk, theirs.line, again, status=meanwhile.status, theirs=theirs.name)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, found, form, status=refusal.status)
    messages.success(request, _("Saved: %(id)s %(title)s.") % {"id": asked.id, "title": asked.title})
    return redirect("assessments:plan", code, number)


@require_POST
def plan_remove(request: HttpRequest, code: str, number: int, line: int) -> HttpResponse:
    """Take a line out that nobody has costed or started."""
    at = moment_of(request)
    desk = own_desk(viewer_of(request), code, number, at)
    found = line_of(desk, line)
    try:
        remove_plan_line(by=desk, line=line, at=at)
    except Denied as refusal:
        form = LineForm(written(found), outcome=desk.outcome(found.part, found.outcome), now=Status(found.status_now))
        form.add_error(None, refusal.sentence)
        return _page(request, desk, found, form, status=refusal.status)
    messages.success(request, _("Removed from the plan: a line about %(outcome)s.") % {"outcome": found.outcome})
    return redirect("assessments:plan", code, number)


def _page(
    request: HttpRequest, desk: Desk, line: PlanLine, form: LineForm, status: int = 200, theirs: str = ""
) -> HttpResponse:
    context = {
        "desk": desk,
        "line": line,
        "stand": stand_of(desk, line.part, desk.outcome(line.part, line.outcome)),
        "form": form,
        "now": Status(line.status_now),
        "theirs": theirs,
        "can_plan": can_plan(desk),
        "can_be_removed": can_be_removed(line),
        "expected": Status(line.status_expected).words,
        "pounds": pounds,
    }
    return render(request, "assess/assessments/plan_line.html", context, status=status)


PATHS = [
    path("<int:number>/plan/lines/<int:line>/", plan_line, name="plan_line"),
    path("<int:number>/plan/lines/<int:line>/remove/", plan_remove, name="plan_remove"),
]
