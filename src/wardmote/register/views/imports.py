"""A newer register: upload it, see what it would change, then apply it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import missing

from .. import policies
from ..actions.apply_upload import apply_upload, discard_upload
from ..actions.upload_register import upload_register
from ..forms import RegisterUploadForm
from ..models import RegisterImport
from ..queries.access import moment_of, viewer_of
from ..queries.affiliations import affiliation_differences
from ..queries.differences import differences
from ..tables import MOST_BYTES, TableFault, is_affiliations, read_affiliations, read_councils


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a table in, or say which line isn't fit."""
    viewer = viewer_of(request)
    policies.check_can_keep_register(viewer)
    form = RegisterUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = _text_of(form.cleaned_data["table"])
            kept = upload_register(
                by=viewer,
                name=form.cleaned_data["table"].name,
                text=text,
                valid_from=form.cleaned_data["valid_from"],
                at=moment_of(request),
            )
            return redirect("register:import", kept.pk)
        except TableFault as fault:
            form.add_error("table", str(fault))
    return render(request, "register/upload.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the difference; apply or discard it."""
    viewer = viewer_of(request)
    policies.check_can_keep_register(viewer)
    kept = RegisterImport.objects.filter(pk=pk).first()
    if kept is None:
        raise missing("table")
    if request.method == "POST" and "discard" in request.POST:
        discard_upload(by=viewer, upload=kept, at=moment_of(request))
        messages.success(request, _("The table has been discarded. Nothing has changed."))
        return redirect("register:upload")
    if request.method == "POST":
        count = apply_upload(by=viewer, upload=kept, at=moment_of(request))
        messages.success(request, _("The register has been changed: %(count)s entries.") % {"count": count})
        return redirect("register:councils")
    return render(request, "register/review_import.html", {"upload": kept, **_differences(kept.content)})


def _differences(content: str) -> dict[str, object]:
    if is_affiliations(content):
        return {"affiliations": affiliation_differences(read_affiliations(content)), "found": None}
    return {"affiliations": None, "found": differences(read_councils(content))}


def _text_of(file: object) -> str:
    if file.size > MOST_BYTES:  # type: ignore[attr-defined]
        raise TableFault(_("The file is larger than 2 MB. A register of all UK councils takes about 100 kB."))
    try:
        return str(file.read().decode("utf-8-sig"))  # type: ignore[attr-defined]
    except UnicodeDecodeError as fault:
        raise TableFault(_("The file isn't UTF-8 text. Save the table as CSV (UTF-8) and try again.")) from fault
