"""What came from this source lately, what is wrong with it, and is it read at all?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wardmote.kernel.denial import missing
from wardmote.register.public import moment_of, viewer_of

from ... import source_policies
from ...actions.change_source import change_source
from ...actions.read_now import read_now
from ...models import Source
from ...queries.sources import find_source, source_page
from ...source_forms import ScheduleForm


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, key: str) -> HttpResponse:
    """Show a source with its last readings; take down its schedule."""
    viewer = viewer_of(request)
    source_policies.check_can_read_sources(viewer)
    found = _found(key)
    kept = {"every_h": found.every_h, "silent_after_h": found.silent_after_h}
    form = ScheduleForm(request.POST or None, initial=kept)
    if request.method == "POST":
        source_policies.check_can_keep_sources(viewer)
        if form.is_valid():
            change_source(by=viewer, source=found, at=moment_of(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("sources:source", found.key)
    context = {"page": source_page(found), "form": form, "can_keep": source_policies.can_keep_sources(viewer)}
    return render(request, "warn/sources/source.html", context, status=422 if form.errors else 200)


@require_POST
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Switch a source on, or off where it is on."""
    viewer = viewer_of(request)
    source_policies.check_can_keep_sources(viewer)
    found = _found(key)
    is_on = request.POST.get("is_on") == "yes"
    change_source(by=viewer, source=found, is_on=is_on, at=moment_of(request))
    messages.success(request, _("It is switched on.") if is_on else _("It is switched off."))
    return redirect("sources:source", found.key)


@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Have a source read now."""
    viewer = viewer_of(request)
    source_policies.check_can_keep_sources(viewer)
    found = _found(key)
    read_now(by=viewer, source=found, at=moment_of(request))
    messages.success(request, _("It is being read. Look again in a minute."))
    return redirect("sources:source", found.key)


def _found(key: str) -> Source:
    found = find_source(key)
    if found is None:
        raise missing("source")
    return found


PATHS = [
    path("<slug:key>/", source, name="source"),
    path("<slug:key>/switch/", switch, name="switch"),
    path("<slug:key>/read/", read, name="read"),
]
