"""Is the PDF ready, and where is it?"""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from wardmote.kernel.denial import missing
from wardmote.kernel.private_files import path_of
from wardmote.register.public import moment_of, viewer_of

from ...actions.ask_paper import ask_paper
from ...models import Paper, PaperKind, PaperState
from ...queries.desks import own_desk
from ...queries.report_papers import find_paper
from ...queries.report_shown import find_access, find_shown
from .report import log_look, version_in

OF_A_REPORT = (PaperKind.REPORT, PaperKind.SUMMARY)


@require_POST
def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Have a PDF made of what the person may read, and show how far it is."""
    viewer, at = viewer_of(request), moment_of(request)
    kind = request.POST.get("kind", "")
    if kind not in PaperKind.values:
        raise missing("paper")
    if kind not in OF_A_REPORT:
        desk = own_desk(viewer, code, number, at)
        paper = ask_paper(by=viewer, kind=PaperKind(kind), council=desk.council, assessment=number, at=at)
        return redirect("assessments:paper", code, number, paper.pk)
    shown = find_shown(viewer, code, number, at, version_in(request.POST.get("version")))
    log_look(request, shown.access, f"assessment {kind} as PDF")
    paper = ask_paper(
        by=viewer,
        kind=PaperKind(kind),
        council=shown.council,
        assessment=number,
        report=shown.report,
        shows_reasons=shown.reasons is not None,
        at=at,
    )
    return redirect("assessments:paper", code, number, paper.pk)


@require_safe
def progress(request: HttpRequest, code: str, number: int, paper: int) -> HttpResponse:
    """Show how far the PDF is; the page asks again by itself until it is ready, without script."""
    found = find_paper(viewer_of(request), code, number, paper, moment_of(request))
    is_under_way = found.state in (PaperState.WAITING, PaperState.WORKING)
    context = {"paper": found, "is_under_way": is_under_way, "code": code, "number": number}
    return render(request, "assess/assessments/paper.html", context)


@require_safe
def download(request: HttpRequest, code: str, number: int, paper: int) -> HttpResponseBase:
    """Send the PDF. Its place on the disk comes from the database alone, never from the address."""
    viewer = viewer_of(request)
    found = find_paper(viewer, code, number, paper, moment_of(request))
    if found.state != PaperState.DONE or not path_of(found.stored).is_file():
        raise missing("paper")
    if found.kind in OF_A_REPORT:
        log_look(
            request, find_access(viewer, code, number, localdate(moment_of(request))), f"assessment {found.kind} as PDF"
        )
    response = FileResponse(path_of(found.stored).open("rb"), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(found)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _name(paper: Paper) -> str:
    version = f"-{paper.report.number}" if paper.report else ""
    return f"{paper.council.code}-{paper.kind}{version}.pdf".lower()


PATHS = [
    path("<int:number>/papers/", ask, name="papers"),
    path("<int:number>/papers/<int:paper>/", progress, name="paper"),
    path("<int:number>/papers/<int:paper>/file/", download, name="paper_file"),
]
