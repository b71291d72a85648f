"""A file of advisories that somebody has: handed in, and read in the background."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.kernel.request_sizes import takes_files_of
from wardmote.register.public import moment_of, viewer_of

from ... import source_policies
from ...actions.give_file import LARGEST_MB, give_file
from ...source_forms import FileForm


@takes_files_of(LARGEST_MB)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Take a file in."""
    viewer = viewer_of(request)
    source_policies.check_can_keep_sources(viewer)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        source, file = form.cleaned_data["source"], form.cleaned_data["file"]
        try:
            if file.size > LARGEST_MB * 1_000_000:
                raise Denied(
                    _("The file is larger than %(n)s MB. Import it on the server: wardmote advisories import")
                    % {"n": LARGEST_MB}
                )
            give_file(by=viewer, source=source, name=file.name, pieces=file.chunks(), at=moment_of(request))
        except Denied as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, _("We have the file. It is being read; this page shows what came of it."))
            return redirect("sources:source", source.key)
    context = {"form": form, "largest_mb": LARGEST_MB}
    return render(request, "warn/sources/give.html", context, status=422 if form.errors else 200)


PATHS = [path("give/", give, name="give")]
