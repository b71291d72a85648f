"""How do I want to hear of warnings?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...actions.choose_pace import choose_pace
from ...forms import HearForm, initial_of
from ...queries.access import reading
from ...queries.hearers import choice_of


@require_http_methods(["GET", "HEAD", "POST"])
def hear(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the person hears now; keep another choice."""
    desk = reading(request, code)
    form = HearForm(request.POST or None, initial=initial_of(choice_of(desk.viewer, desk.council)))
    if request.method == "POST" and form.is_valid():
        choose_pace(by=desk.viewer, council=desk.council, wish=form.wish(), at=desk.at)
        messages.success(request, _("Saved. You hear of warnings this way from now on."))
        return redirect("warn:listing", code)
    return render(request, "warn/notices/hear.html", {**desk.context, "form": form}, status=422 if form.errors else 200)


PATHS = [path("hear/", hear, name="hear")]
