"""Can everybody fetch what we publish for everybody as CSAF documents, and shall they?"""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.choose_csaf import choose_csaf
from ...csaf_tree import METADATA
from ...models import DeskSetting
from ...queries.desk_access import Bench, running

_CHOOSE = {"required": gettext_lazy("Choose yes or no"), "invalid_choice": gettext_lazy("Choose yes or no")}


class CsafForm(forms.Form):
    """Whether to publish."""

    publishes = forms.ChoiceField(
        label=gettext_lazy("Shall everybody be able to fetch them?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        error_messages=_CHOOSE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def csaf(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the documents stand; begin or end."""
    bench = running(request, code)
    kept = DeskSetting.objects.filter(owner=bench.owner).first()
    form = CsafForm(request.POST or None, initial={"publishes": "yes" if kept and kept.publishes_csaf else "no"})
    if request.method != "POST":
        return _page(request, bench, kept, form)
    if not form.is_valid():
        return _page(request, bench, kept, form, status=422)
    try:
        publishes = form.cleaned_data["publishes"] == "yes"
        choose_csaf(by=bench.viewer, owner=bench.owner, publishes=publishes, at=bench.at)
    except Denied as refusal:
        form.add_error("publishes", refusal.sentence)
        return _page(request, bench, kept, form, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect("desk:csaf", code)


def _page(
    request: HttpRequest, bench: Bench, kept: DeskSetting | None, form: CsafForm, status: int = 200
) -> HttpResponse:
    where = settings.SERVICE_URL + reverse("csaf:file", args=[bench.owner.code, METADATA])
    context = {**bench.context, "form": form, "kept": kept, "where": where}
    return render(request, "warn/desk/csaf.html", context, status=status)


PATHS = [path("settings/csaf/", csaf, name="csaf")]
