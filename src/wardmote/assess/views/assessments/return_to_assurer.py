"""The button that hands disputed findings back to the assurer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wardmote.kernel.denial import Denied
from wardmote.register.public import moment_of, viewer_of

from ...actions.return_to_assurer import return_to_assurer
from ...queries.desks import own_desk
from ...review_forms import EditionForm


@require_POST
def send_back(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send the disputed findings back, as they were on the page."""
    desk = own_desk(viewer_of(request), code, number, moment_of(request))
    form = EditionForm(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else 0
    try:
        review = return_to_assurer(by=desk, edition=edition, at=desk.at)
        messages.success(request, _("%(name)s is asked to look again.") % {"name": review.assurer})
    except Denied as refusal:
        if refusal.reason == "missing":
            raise
        messages.error(request, refusal.sentence)
    return redirect("assessments:respond", code, number)


PATHS = [path("<int:number>/response/return/", send_back, name="return_to_assurer")]
