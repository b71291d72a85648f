"""Have we seen this used against us, and who may know that somebody has?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import name_of

from ...actions.record_sighting import record_sighting
from ...models import Notice
from ...queries.access import Desk, answering
from ...queries.sightings import sightings_of, warp_to_tell

_CHOOSE = {
    "required": gettext_lazy("Choose who may know"),
    "invalid_choice": gettext_lazy("Choose who may know"),
}


class SeenForm(forms.Form):
    """Who may know that somebody has seen it."""

    label = forms.ChoiceField(
        label=gettext_lazy("Who may know that somebody has seen it?"),
        choices=[
            (Label.AMBER.value, gettext_lazy("The members of our WARP, and those who work for them (TLP:AMBER)")),
            (Label.GREEN.value, gettext_lazy("Every organisation on this platform (TLP:GREEN)")),
        ],
        error_messages=_CHOOSE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seen(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask who may know; hand it on without the council's name."""
    desk = answering(request, code)
    notice = desk.notice(number)
    form = SeenForm(request.POST or None)
    if request.method != "POST":
        return _page(request, desk, notice, form)
    if not form.is_valid():
        return _page(request, desk, notice, form, status=422)
    try:
        label = Label(form.cleaned_data["label"])
        warp = record_sighting(by=desk.viewer, council=desk.council, notice=notice, label=label, at=desk.at)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, desk, notice, form, status=refusal.status)
    messages.success(request, _("Told. %(warp)s hands it on without your name.") % {"warp": name_of(warp)})
    return redirect("warn:notice", code, number)


def _page(request: HttpRequest, desk: Desk, notice: Notice, form: SeenForm, status: int = 200) -> HttpResponse:
    warp = warp_to_tell(desk.council, notice.story, desk.day)
    if warp is None:
        raise missing("page")
    told = sightings_of(desk, notice)
    context = {**desk.context, "notice": notice, "form": form, "warp": name_of(warp), "sightings": told}
    return render(request, "warn/notices/seen.html", context, status=status)


PATHS = [path("<int:number>/seen/", seen, name="seen")]
