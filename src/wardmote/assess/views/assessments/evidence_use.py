"""A piece of evidence is put behind an outcome, or taken from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied, missing
from wardmote.register.public import moment_of, viewer_of

from ...actions.unuse_evidence import unuse_evidence
from ...actions.use_evidence import use_evidence
from ...queries.desks import own_desk
from ...queries.evidence import evidence_of


@require_POST
def evidence_use(request: HttpRequest, code: str, number: int, position: int, outcome: str) -> HttpResponse:
    """Put the piece that the form names behind the outcome, or take it away; back to the outcome."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    part = desk.part(position)
    desk.outcome(part, outcome)
    said = request.POST.get("piece", "")
    if not (said.isdecimal() and len(said) < 18):
        raise missing("piece of evidence")
    piece = evidence_of(desk.council, int(said))
    is_taken_away = request.POST.get("act") == "unuse"
    act = unuse_evidence if is_taken_away else use_evidence
    words = _("Taken from %(outcome)s: %(title)s.") if is_taken_away else _("Put behind %(outcome)s: %(title)s.")
    try:
        act(by=desk, part=part, outcome=outcome, piece=piece, at=desk.at)
    except Denied as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words % {"outcome": outcome, "title": piece.title})
    return redirect("assessments:outcome", code, number, position, outcome)


PATHS = [path("<int:number>/<int:position>/<str:outcome>/evidence/", evidence_use, name="evidence_use")]
