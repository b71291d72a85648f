"""Both lists as tables to download, and a table of systems to send."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wardmote.kernel.denial import Denied
from wardmote.register.models import Body

from ..actions.add_systems import add_systems
from ..forms import UploadForm
from ..models import Hosting, SystemKind
from ..queries.access import Visit, changing, reading
from ..queries.estate import estate_page, services_of, system_lines, systems_of
from ..tables import COLUMNS, Row, TableFault, read_systems, write_table

SHOWN = 50


@require_safe
def services_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Download the services with their systems."""
    council = reading(request, code).council
    rows = (
        (
            line.service.name,
            line.service.key,
            line.service.owner,
            "; ".join(system.name for system in line.systems),
        )
        for line in estate_page(council).services
    )
    return _download(council, "services", ("name", "key", "owner", "systems"), rows)


@require_safe
def systems_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Download the systems, in the columns that an upload takes."""
    council = reading(request, code).council
    rows = (
        (
            line.system.name,
            line.system.kind,
            line.system.hosting,
            line.system.supplier,
            line.system.owner,
            "; ".join(service.name for service in line.services),
            line.system.description,
        )
        for line in system_lines(systems_of(council))
    )
    return _download(council, "systems", (*COLUMNS, "description"), rows)


def _download(council: Body, what: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> HttpResponse:
    response = HttpResponse(write_table(columns, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{what}-{council.code.lower()}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take a table in and show what it would add; add it once it has been looked at."""
    visit = changing(request, code)
    if request.method != "POST":
        return _ask(request, visit, UploadForm())
    if "content" in request.POST:
        return _apply(request, visit, request.POST["content"].replace("\r\n", "\n"))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, visit, form, status=422)
    try:
        rows = read_systems(form.text(), _numbers_of_services(visit.council))
    except TableFault as fault:
        return _ask(request, visit, _with_faults(form, fault), status=422)
    return _preview(request, visit, rows, form.text())


def _apply(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    """Add what the page showed; the table is read again, since the council's services may have changed."""
    try:
        rows = read_systems(text, _numbers_of_services(visit.council))
        done = add_systems(by=visit.viewer, council=visit.council, systems=[row.facts for row in rows], at=visit.at)
    except (TableFault, Denied) as refusal:
        form = UploadForm({})
        form.errors.clear()
        return _ask(request, visit, _with_faults(form, refusal), status=409)
    messages.success(request, _say(done.added, done.already))
    return redirect("estate:overview", visit.council.code)


def _say(added: int, already: int) -> str:
    said = [ngettext("%(n)s system added.", "%(n)s systems added.", added) % {"n": added}]
    if already:
        words = ngettext(
            "%(n)s was on your list already and stays as it is.",
            "%(n)s were on your list already and stay as they are.",
            already,
        )
        said.append(words % {"n": already})
    return " ".join(said)


def _with_faults(form: UploadForm, fault: TableFault | Denied) -> UploadForm:
    for sentence in fault.sentences if isinstance(fault, TableFault) else (fault.sentence,):
        form.add_error(None, sentence)
    return form


def _numbers_of_services(council: Body) -> dict[str, int]:
    found: dict[str, int] = {}
    for service in services_of(council):
        found[service.name.casefold()] = service.pk
        if service.key:
            found.setdefault(service.key, service.pk)
    return found


def _ask(request: HttpRequest, visit: Visit, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {**visit.context, "form": form, "kinds": SystemKind.choices, "hostings": Hosting.choices}
    return render(request, "estate/upload.html", context, status=status)


def _preview(request: HttpRequest, visit: Visit, rows: tuple[Row, ...], text: str) -> HttpResponse:
    held = {name.casefold() for name in systems_of(visit.council).values_list("name", flat=True)}
    new = [row for row in rows if row.facts.name.casefold() not in held]
    names = dict(services_of(visit.council).values_list("pk", "name"))
    context = {
        **visit.context,
        "new": new[:SHOWN],
        "new_count": len(new),
        "already": [row for row in rows if row.facts.name.casefold() in held],
        "service_names": names,
        "kind_words": {kind: str(words) for kind, words in SystemKind.choices},
        "hosting_words": dict(Hosting.choices),
        "content": text,
    }
    return render(request, "estate/preview.html", context)
