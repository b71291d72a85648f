"""A file that lists products: a table, or a software bill of materials."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.kernel.request_sizes import takes_files_of

from ...actions.replace_items import Replaced, replace_items
from ...inventory_files import COLUMNS, LARGEST_MB, ListedFile, read_file
from ...inventory_forms import FileForm
from ...queries.access import Visit, changing
from ...queries.estate import systems_of
from ...tables import TableFault

MOST_SHOWN = 5


@takes_files_of(LARGEST_MB)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a list in, whole or not at all; it replaces the one of the same name."""
    visit = changing(request, code)
    systems = list(systems_of(visit.council))
    if request.method != "POST":
        return _ask(request, visit, FileForm(systems=systems))
    form = FileForm(request.POST, request.FILES, systems=systems)
    if not form.is_valid():
        return _ask(request, visit, form, status=422)
    try:
        found = read_file(form.cleaned_data["file"].read(), form.systems, form.cleaned_data["system"])
        done = replace_items(
            by=visit.viewer,
            council=visit.council,
            batch=form.list_name(),
            source=found.source,
            lines=found.lines,
            at=visit.at,
        )
    except TableFault as fault:
        for sentence in fault.sentences:
            form.add_error("file", sentence)
        return _ask(request, visit, form, status=422)
    except Denied as refusal:
        form.add_error("file", refusal.sentence)
        return _ask(request, visit, form, status=refusal.status)
    messages.success(request, say_replaced(found, done))
    return redirect("estate:name_items" if done.unnamed else "estate:inventory", code)


def say_replaced(found: ListedFile, done: Replaced) -> str:
    """Return what came of a list."""
    counts = {"form": found.format, "new": done.added, "gone": done.removed, "same": done.same, "changed": done.changed}
    said = [
        _("Read as %(form)s: %(new)s new lines, %(changed)s changed, %(same)s as before, %(gone)s removed.") % counts
    ]
    if found.left_out:
        words = ngettext(
            "%(n)s entry that is a file was left out.", "%(n)s entries that are files were left out.", found.left_out
        )
        said.append(words % {"n": found.left_out})
    if found.broken:
        words = ngettext("%(n)s entry can't be read:", "%(n)s entries can't be read:", len(found.broken))
        said.append(words % {"n": len(found.broken)} + " " + " ".join(found.broken[:MOST_SHOWN]))
    if done.unnamed:
        words = ngettext(
            "%(n)s line waits for you to say what it is.",
            "%(n)s lines wait for you to say what they are.",
            done.unnamed,
        )
        said.append(words % {"n": done.unnamed})
    return " ".join(said)


def _ask(request: HttpRequest, visit: Visit, form: FileForm, status: int = 200) -> HttpResponse:
    context = {**visit.context, "form": form, "columns": COLUMNS}
    return render(request, "estate/inventory/file.html", context, status=status)


PATHS = [path("file/", upload, name="upload_items")]
