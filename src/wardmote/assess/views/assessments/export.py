"""How does an assessment leave Wardmote as a file?"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wardmote.engines.frameworks.exchange import ExchangeError, to_csv, to_json, to_xlsx
from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of

from ...models import Assessment, State
from ...queries.exchange import record_of
from ...queries.report_shown import Shown
from .report import read_shown

MEDIA_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def export(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say which files there are, and where one comes back in."""
    shown = read_shown(request, code, number, "assessment files")
    is_open = (
        shown.access.reads_answers and Assessment.objects.filter(pk=number, state=State.OPEN).values("pk").exists()
    )
    context = {"shown": shown, "code": code, "number": number, "is_open": is_open}
    return render(request, "assess/assessments/export.html", context)


@require_safe
def export_file(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """Send one file. It holds as much as the reader sees on the page."""
    if form not in MEDIA_TYPES:
        raise missing("file")
    shown = read_shown(request, code, number, f"assessment as {form.upper()}")
    record, framework = record_of(shown, moment_of(request))
    try:
        match form:
            case "json":
                content: str | bytes = to_json(record)
            case "xlsx":
                content = to_xlsx(record, framework)
            case _:
                content = "\ufeff" + to_csv(record, framework)
    except ExchangeError as fault:
        raise Denied(_("This assessment doesn't fit into a file: %(fault)s") % {"fault": fault}, "conflict") from fault
    return attachment(content, MEDIA_TYPES[form], f"{file_stem(shown)}.{form}")


def file_stem(shown: Shown) -> str:
    """Return a file's name without its ending: letters, digits and hyphens only."""
    version = f"report {shown.report.number}" if shown.report else "draft"
    return re.sub(r"[^a-z0-9]+", "-", f"{shown.council.code} {shown.content['title']} {version}".lower()).strip("-")


def attachment(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    """Return a download that no browser opens as a page."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


PATHS = [
    path("<int:number>/export/", export, name="export"),
    path("<int:number>/export/<slug:form>/", export_file, name="export_file"),
]
