"""Does the correction that a colleague wrote go out?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied

from ...actions.settle_correction import settle_correction
from ...queries.bulletins import bulletin_of
from ...queries.desk_access import running
from .bulletin import MOST_DIGITS, page_of


@require_POST
def correction(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Publish the correction that waits, or drop it."""
    bench = running(request, code)
    found = bulletin_of(bench, number)
    goes_out, sent = request.POST.get("go") == "publish", request.POST.get("revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else 0
    try:
        settle_correction(by=bench.viewer, bulletin=found, goes_out=goes_out, revision=revision, at=bench.at)
    except Denied as refusal:
        messages.error(request, refusal.sentence)
        return page_of(request, bench, bulletin_of(bench, number), status=refusal.status)
    says = _("Corrected. Those who got it hear of it.") if goes_out else _("Dropped. What is out stands.")
    messages.success(request, says)
    return redirect("desk:bulletin", bench.owner.code, found.pk)


PATHS = [path("bulletins/<int:number>/correction/", correction, name="correction")]
