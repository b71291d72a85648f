"""One piece of evidence: what it is, where it stands, and what is said about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.public import is_alive, moment_of, name_of, own_body, viewer_of

from ...actions.change_evidence import ChangedMeanwhile, change_evidence, edition_of
from ...evidence_forms import ChangeEvidenceForm, initial_of
from ...models import Evidence
from ...policies import can_answer
from ...queries.evidence import evidence_of, uses_of
from ...queries.evidence_library import row_of


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_piece(request: HttpRequest, code: str, piece: int) -> HttpResponse:
    """Show a piece; change what is said about it."""
    viewer, at = viewer_of(request), moment_of(request)
    found = evidence_of(own_body(viewer, code, at, READS_ANSWERS), piece)
    if request.method != "POST":
        return _page(request, found, ChangeEvidenceForm(piece=found, initial=initial_of(found)))
    form = ChangeEvidenceForm(request.POST, piece=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        change_evidence(by=viewer, piece=found, words=form.words(), edition=form.cleaned_data["edition"], at=at)
    except ChangedMeanwhile as meanwhile:
        again = ChangeEvidenceForm({**request.POST.dict(), "edition": edition_of(meanwhile.piece)}, piece=found)
        again.is_valid()
        again.add_error(None, meanwhile.sentence)
        return _page(request, meanwhile.piece, again, status=409, is_compared=True)
    except Denied as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, found, form, status=refusal.status)
    messages.success(request, _("Saved: %(title)s.") % {"title": form.cleaned_data["title"]})
    return redirect("assessments:evidence_piece", code, piece)


def _page(
    request: HttpRequest, piece: Evidence, form: ChangeEvidenceForm, status: int = 200, is_compared: bool = False
) -> HttpResponse:
    viewer, day = viewer_of(request), localdate(moment_of(request))
    may_write = can_answer(viewer, piece.council) and is_alive(piece.council, day)
    context = {
        "council": piece.council,
        "name": name_of(piece.council),
        "row": row_of(piece, uses_of(piece), day),
        "piece": piece,
        "form": form,
        "is_compared": is_compared,
        "can_write": may_write and piece.withdrawn_at is None,
    }
    return render(request, "assess/assessments/evidence_piece.html", context, status=status)


PATHS = [path("evidence/<int:piece>/", evidence_piece, name="evidence_piece")]
