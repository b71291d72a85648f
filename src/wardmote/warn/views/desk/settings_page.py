"""How do we keep our desk: who publishes, and whom do readers ask?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied

from ...actions.keep_desk import keep_desk
from ...desk_forms import SettingsForm
from ...models import DeskSetting
from ...queries.desk_access import running


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """Show and keep the settings."""
    bench = running(request, code)
    kept = DeskSetting.objects.select_related("asked_off_by").filter(owner=bench.owner).first()
    is_mine = bool(kept and kept.asked_off_by_id == bench.viewer.person.pk)
    initial = {
        "needs_second_eyes": "yes" if kept and kept.needs_second_eyes and not is_mine else "no",
        "contact": kept.contact if kept else "",
    }
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            now_kept = keep_desk(by=bench.viewer, owner=bench.owner, at=bench.at, **form.cleaned_data)
        except Denied as refusal:
            form.add_error("contact", refusal.sentence)
        else:
            waits = now_kept.asked_off_at is not None
            messages.success(request, _("Saved. It holds once a colleague confirms it.") if waits else _("Saved."))
            return redirect("desk:settings", bench.owner.code)
    context = {**bench.context, "form": form, "kept": kept, "is_mine": is_mine}
    return render(request, "warn/desk/settings.html", context, status=422 if form.errors else 200)


PATHS = [path("settings/", settings, name="settings")]
