"""When are councils asked to assess themselves?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.engines.frameworks import outlines
from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from .. import policies_of_windows as policies
from ..actions.plan_window import Dates, plan_window
from ..models import Window

_DAY = {
    "required": gettext_lazy("Give the day, for example 2027-03-31"),
    "invalid": gettext_lazy("Give the day as year-month-day, for example 2027-03-31"),
}


class WindowForm(forms.Form):
    """A window's name, framework and days."""

    title = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the window a name, for example “Spring 2027”")},
    )
    edition = forms.ChoiceField(label=gettext_lazy("Which framework?"))
    opens_on = forms.DateField(label=gettext_lazy("First day"), error_messages=_DAY)
    closes_on = forms.DateField(label=gettext_lazy("Last day"), error_messages=_DAY)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(f"{found.key}|{found.version}", f"{found.key.upper()} {found.version}") for found in outlines()]
        self.fields["edition"].choices = choices  # type: ignore[attr-defined]

    def dates(self) -> Dates:
        """Return what was sent as the action takes it."""
        data = self.cleaned_data
        framework, version = data["edition"].split("|")
        return Dates(data["title"], framework, version, data["opens_on"], data["closes_on"])


@require_safe
def windows(request: HttpRequest) -> HttpResponse:
    """Show the windows, newest first, to everybody who is signed in."""
    viewer, at = viewer_of(request), moment_of(request)
    found = Window.objects.filter(is_demonstration=viewer.person.is_demonstration)[:50]
    context = {"windows": found, "day": localdate(at), "can_plan": viewer.holds(policies.PLANS_WINDOWS)}
    return render(request, "assess/windows.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def window(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Plan a window, or change one."""
    viewer, at = viewer_of(request), moment_of(request)
    policies.check_can_plan_windows(viewer)
    found = Window.objects.filter(pk=number, is_demonstration=viewer.person.is_demonstration).first()
    if number and found is None:
        raise missing("window")
    form = WindowForm(request.POST) if request.method == "POST" else WindowForm(initial=_initial(found))
    if form.is_bound and form.is_valid():
        try:
            plan_window(by=viewer, window=found, dates=form.dates(), at=at)
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("windows:windows")
    return render(request, "assess/window.html", {"form": form, "window": found}, status=422 if form.errors else 200)


def _initial(found: Window | None) -> dict[str, object]:
    if found is None:
        return {}
    edition = f"{found.framework}|{found.version}"
    return {"title": found.title, "edition": edition, "opens_on": found.opens_on, "closes_on": found.closes_on}
