"""The button that sends a scope to be signed off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.send_scope import send_scope
from ...queries.desks import own_desk
from ...review_forms import EditionForm


@require_POST
def send(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send the scope as it was on the page; what is lacking is said on the page."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    form = EditionForm(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else 0
    try:
        send_scope(by=desk, edition=edition, at=desk.at)
        messages.success(request, _("The scope is ready to be signed off."))
    except Denied as refusal:
        if refusal.reason == "missing":
            raise
        messages.error(request, refusal.sentence)
    return redirect("assessments:scope", code, number)


PATHS = [path("<int:number>/scope/send/", send, name="scope_send")]
