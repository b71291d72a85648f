"""Another place that publishes advisories: what is it called, and how do its documents come?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.engines.advisories.facts import Label
from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ... import source_policies
from ...actions.add_source import add_source
from ...models import Way
from ...source_forms import SourceForm


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take a source down."""
    viewer = viewer_of(request)
    source_policies.check_can_keep_sources(viewer)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"way": Way(form.cleaned_data["way"]), "label": Label(form.cleaned_data["label"])}
        try:
            source = add_source(by=viewer, at=moment_of(request), **said)
        except Denied as refusal:
            form.add_error("title" if refusal.reason == "conflict" else "address", refusal.sentence)
        else:
            messages.success(request, _("Added: %(title)s.") % {"title": source.title})
            return redirect("sources:source", source.key)
    return render(request, "warn/sources/add.html", {"form": form}, status=422 if form.errors else 200)


PATHS = [path("add/", add, name="add")]
