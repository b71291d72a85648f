"""To which other WARP do we hand a warning on, and what do we make of one that was handed on to us?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied

from ...actions.relay_bulletin import relay_bulletin
from ...actions.take_relay import take_relay
from ...queries.bulletins import bulletin_of, relay_of
from ...queries.desk_access import running
from .bulletin import page_of, relay_form


@require_POST
def relay(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand a warning on."""
    bench = running(request, code)
    found = bulletin_of(bench, number)
    form = relay_form(bench, found, request.POST)
    if not form.is_valid():
        return page_of(request, bench, found, relay=form, status=422)
    try:
        relay_bulletin(by=bench.viewer, bulletin=found, at=bench.at, **form.cleaned_data)
    except Denied as refusal:
        form.add_error("to", refusal.sentence)
        return page_of(request, bench, found, relay=form, status=refusal.status)
    messages.success(request, _("Handed on."))
    return redirect("desk:bulletin", bench.owner.code, found.pk)


@require_POST
def take(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Make our own of what was handed on, or let it be."""
    bench = running(request, code)
    makes_own = request.POST.get("take") == "own"
    try:
        draft = take_relay(by=bench.viewer, relay=relay_of(bench, number), makes_own=makes_own, at=bench.at)
    except Denied as refusal:
        if refusal.reason == "missing":
            raise
        messages.error(request, refusal.sentence)
        return redirect("desk:queue", bench.owner.code)
    if draft:
        messages.success(request, _("A draft of yours has their words now. Change what differs, and publish it."))
        return redirect("desk:edit", bench.owner.code, draft.pk)
    messages.success(request, _("It doesn't wait any more."))
    return redirect("desk:queue", bench.owner.code)


PATHS = [path("bulletins/<int:number>/relay/", relay, name="relay"), path("relays/<int:number>/", take, name="take")]
