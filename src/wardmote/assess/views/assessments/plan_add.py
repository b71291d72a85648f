"""What else will we do, and about which outcome?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.engines.frameworks import Status
from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.add_plan_line import add_plan_line
from ...models import LineState
from ...plan_forms import LineForm, PlaceForm
from ...policies_of_plans import check_can_plan
from ...queries.desks import Desk, own_desk
from ...queries.plan_lines import plan_or_missing
from ...queries.plan_standing import Stand, stand_of, stands_of


@require_safe
def plan_choose(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask which outcome the new line is about, and go on to its form."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    check_can_plan(desk)
    plan_or_missing(desk)
    places = [(f"{s.part.position}:{s.outcome.id}", _words(s)) for s in stands_of(desk) if s.status]
    form = PlaceForm(request.GET if "place" in request.GET else None, places=places)
    if form.is_valid():
        position, _colon, outcome = form.cleaned_data["place"].partition(":")
        return redirect("assessments:plan_add", code, number, int(position), outcome)
    status = 422 if form.errors else 200
    context = {"desk": desk, "form": form, "places": places}
    return render(request, "assess/assessments/plan_choose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_add(request: HttpRequest, code: str, number: int, position: int, outcome: str) -> HttpResponse:
    """Show the form of a new line; add the line and go back to the plan."""
    at = moment_of(request)
    desk = own_desk(viewer_of(request), code, number, at)
    check_can_plan(desk)
    plan_or_missing(desk)
    part = desk.part(position)
    stand = stand_of(desk, part, desk.outcome(part, outcome))
    now = stand.status or Status.NOT_ACHIEVED
    if request.method != "POST":
        return _page(request, desk, stand, LineForm(initial=_beginning(stand), outcome=stand.outcome, now=now))
    form = LineForm(request.POST, outcome=stand.outcome, now=now)
    if not form.is_valid():
        return _page(request, desk, stand, form, status=422)
    try:
        add_plan_line(by=desk, part=part, outcome=outcome, given=form.given(), at=at)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, stand, form, status=refusal.status)
    messages.success(request, _("Added to the plan: %(id)s %(title)s.") % {"id": outcome, "title": stand.outcome.title})
    return redirect("assessments:plan", code, number)


def _words(stand: Stand) -> str:
    where = f"{stand.part.name}: " if stand.part.position else ""
    status = stand.status.words.lower() if stand.status else ""
    return f"{where}{stand.outcome.id} {stand.outcome.title} ({status})"


def _beginning(stand: Stand) -> dict[str, object]:
    known = [level for level in (stand.target, stand.status) if level]
    wanted = max(known, key=lambda level: level.step, default=Status.ACHIEVED)
    return {"status_expected": wanted.value, "state": LineState.TO_DO.value, "edition": 0}


def _page(request: HttpRequest, desk: Desk, stand: Stand, form: LineForm, status: int = 200) -> HttpResponse:
    context = {"desk": desk, "stand": stand, "form": form, "now": stand.status, "line": None, "can_plan": True}
    return render(request, "assess/assessments/plan_line.html", context, status=status)


PATHS = [
    path("<int:number>/plan/add/", plan_choose, name="plan_choose"),
    path("<int:number>/plan/add/<int:position>/<str:outcome>/", plan_add, name="plan_add"),
]
