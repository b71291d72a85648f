"""A new piece of evidence, put behind an outcome at once where the person comes from one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.engines.files import endings
from wardmote.kernel.denial import Denied, missing
from wardmote.kernel.request_sizes import takes_files_of
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import moment_of, name_of, own_body, viewer_of

from ...actions.add_evidence import AlreadyKept, NotTaken, Upload, add_evidence
from ...actions.use_evidence import use_evidence
from ...evidence_forms import AddEvidenceForm
from ...models import Evidence, Part
from ...policies_of_evidence import check_can_keep
from ...queries.desks import Desk, own_desk

LARGEST_MB = 10


@dataclass(frozen=True)
class Place:
    """The outcome that the person comes from, and goes back to."""

    desk: Desk
    part: Part
    outcome: str
    words: str

    @property
    def address(self) -> tuple[str, str, int, int, str]:
        """Return what leads back to the outcome's page."""
        return "assessments:outcome", self.desk.council.code, self.desk.assessment.pk, self.part.position, self.outcome


@takes_files_of(LARGEST_MB)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file or a place in, or say why not; nothing typed is lost."""
    viewer, at = viewer_of(request), moment_of(request)
    council = own_body(viewer, code, at, READS_ANSWERS)
    check_can_keep(viewer, council, at)
    place = _place(request, code)
    if request.method != "POST":
        return _page(request, council, place, AddEvidenceForm(initial={"is_shown": True}))
    form = AddEvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, council, place, form, status=422)
    upload = form.upload()
    try:
        piece = add_evidence(by=viewer, council=council, words=form.words(), upload=upload, at=at)
    except AlreadyKept as twice:
        form.add_error(None, twice.sentence)
        return _page(request, council, place, form, status=twice.status, kept=twice.piece)
    except NotTaken as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, council, place, form, status=422)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, council, place, form, status=refusal.status)
    return _added(request, council, place, piece, upload)


def _added(
    request: HttpRequest, council: Body, place: Place | None, piece: Evidence, upload: Upload | None
) -> HttpResponse:
    """Use the piece where the person comes from, and say what the inspection warned of."""
    if upload:
        for warning in upload.inspection.warnings:
            messages.warning(request, _(warning))
    if place is None:
        messages.success(request, _("Added: %(title)s.") % {"title": piece.title})
        return redirect("assessments:evidence_piece", council.code, piece.pk)
    try:
        use_evidence(by=place.desk, part=place.part, outcome=place.outcome, piece=piece, at=place.desk.at)
    except Denied as refusal:
        messages.error(request, _("It was added to your library. %(why)s") % {"why": refusal.sentence})
        return redirect("assessments:evidence_piece", council.code, piece.pk)
    messages.success(
        request, _("Added and put behind %(outcome)s: %(title)s.") % {"outcome": place.outcome, "title": piece.title}
    )
    return redirect(*place.address)


def _place(request: HttpRequest, code: str) -> Place | None:
    """Return the outcome that the address names as `?for=<number>:<position>:<outcome>`."""
    said = request.GET.get("for", "")
    if not said:
        return None
    number, _colon, rest = said.partition(":")
    position, _colon, outcome = rest.partition(":")
    if not (number.isdecimal() and position.isdecimal() and len(number) < 10 and len(position) < 5):
        raise missing("outcome")
    desk = own_desk(viewer_of(request), code, int(number), moment_of(request))
    part = desk.part(int(position))
    asked = desk.outcome(part, outcome)
    return Place(desk, part, outcome, f"{asked.id} {asked.title}")


def _page(
    request: HttpRequest,
    council: Body,
    place: Place | None,
    form: AddEvidenceForm,
    status: int = 200,
    kept: Evidence | None = None,
) -> HttpResponse:
    context = {
        "council": council,
        "name": name_of(council),
        "origin": place,
        "form": form,
        "kept": kept,
        "endings": endings(),
        "is_file_lost": form.is_bound and "file" in request.FILES,
    }
    return render(request, "assess/assessments/evidence_add.html", context, status=status)


PATHS = [path("evidence/add/", evidence_add, name="evidence_add")]
