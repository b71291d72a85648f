"""The cyber lead starts an assessment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import moment_of, name_of, own_body, viewer_of

from ... import policies_of_assessments as policies
from ...actions.open_assessment import open_assessment
from ...assessment_forms import StartForm, edition_choice
from ...frameworks import editions, profiles_for
from ...models import State


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the framework and its target, give it a name, and open it."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    policies.check_can_open(viewer, council, localdate(at))
    choices = _choices()
    if request.method != "POST":
        year = at.year if at.month >= 4 else at.year - 1
        first = {"edition": choices[0][0], "title": f"{year}-{(year + 1) % 100:02d}", "carries_forward": True}
        return _page(request, council, StartForm(choices=choices, initial=first))
    form = StartForm(request.POST, choices=choices)
    if not form.is_valid():
        return _page(request, council, form, 422)
    try:
        assessment = open_assessment(by=viewer, council=council, wish=form.wish(), at=at)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, council, form, refusal.status)
    messages.success(request, _("Started. Set the scope first: it decides what is asked."))
    return redirect("assessments:overview", code, assessment.pk)


def _choices() -> list[tuple[str, str]]:
    """Return each edition with each of its profiles, those with a target first."""
    found = []
    for framework in editions():
        with_target = profiles_for(framework.key, framework.version)
        found += [
            (edition_choice(framework.key, framework.version, p), f"{framework.title}: {p.title}") for p in with_target
        ]
    for framework in editions():
        words = _("%(framework)s, without a target") % {"framework": framework.title}
        found.append((edition_choice(framework.key, framework.version, None), words))
    return found


def _page(request: HttpRequest, council: Body, form: StartForm, status: int = 200) -> HttpResponse:
    finished = council.assessments.filter(state__in=[State.ASSURED, State.CLOSED]).exists()
    context = {"council": council, "name": name_of(council), "form": form, "has_earlier": finished}
    return render(request, "assess/assessments/start.html", context, status=status)


PATHS = [path("start/", start, name="start")]
