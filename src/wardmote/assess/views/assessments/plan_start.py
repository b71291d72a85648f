"""Start the improvement plan, or add lines for outcomes that have none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wardmote.register.public import moment_of, viewer_of

from ...actions.start_plan import Started, start_plan
from ...queries.desks import own_desk


@require_POST
def plan_start(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Start the plan and say how many lines it got."""
    at = moment_of(request)
    started = start_plan(by=own_desk(viewer_of(request), code, number, at), at=at)
    messages.success(request, _says(started))
    return redirect("assessments:plan", code, number)


def _says(started: Started) -> str:
    added = (
        ngettext("One line was added.", "%(n)s lines were added.", started.added) % {"n": started.added}
        if started.added
        else _("No line was added: every outcome below its target has one.")
    )
    if not started.unanswered:
        return added
    left = ngettext(
        "One outcome isn't answered yet, so it has no line.",
        "%(n)s outcomes aren't answered yet, so they have no lines.",
        started.unanswered,
    )
    return f"{added} {left % {'n': started.unanswered}}"


PATHS = [path("<int:number>/plan/start/", plan_start, name="plan_start")]
