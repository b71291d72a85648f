"""Who answers what, by when?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import WRITES_ANSWERS
from wardmote.register.models import Person
from wardmote.register.public import members_of, moment_of, viewer_of

from ... import policies_of_assessments as policies
from ...actions.assign_outcomes import assign_outcomes
from ...assessment_forms import AssignForm
from ...models import Part
from ...queries.assessment_progress import PartProgress, assessment_progress
from ...queries.desks import Desk, own_desk


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, code: str, number: int, position: int) -> HttpResponse:
    """Give ticked outcomes of one part to one colleague."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    policies.check_is_lead(desk)
    part = desk.part(position)
    people = members_of(desk.council, localdate(desk.at), WRITES_ANSWERS)
    shown = next(found for found in assessment_progress(desk).parts if found.part == part)
    choices = [(entry.outcome.id, f"{entry.outcome.id} {entry.outcome.title}") for entry in shown.entries]
    if request.method != "POST":
        return _page(request, desk, shown, AssignForm(people=people, outcomes=choices))
    form = AssignForm(request.POST, people=people, outcomes=choices)
    if not form.is_valid():
        return _page(request, desk, shown, form, 422)
    try:
        _assign(request, desk, part, people, form)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, shown, form, refusal.status)
    return redirect("assessments:overview", code, number)


def _assign(request: HttpRequest, desk: Desk, part: Part, people: list[Person], form: AssignForm) -> None:
    data = form.cleaned_data
    person = next((person for person in people if str(person.pk) == data["person"]), None)
    outcomes = tuple(data["outcomes"])
    count = assign_outcomes(by=desk, part=part, outcomes=outcomes, person=person, due_on=data["due_on"], at=desk.at)
    said = ngettext("One outcome changed hands.", "%(n)s outcomes changed hands.", count) % {"n": count}
    messages.success(request, said if count else _("Nothing changed: they had them already."))


def _page(request: HttpRequest, desk: Desk, shown: PartProgress, form: AssignForm, status: int = 200) -> HttpResponse:
    context = {"desk": desk, "shown": shown, "form": form, "ticked": form["outcomes"].value() or []}
    return render(request, "assess/assessments/assign.html", context, status=status)


PATHS = [path("<int:number>/<int:position>/assign/", assign, name="assign")]
