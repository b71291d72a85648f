"""How does anybody record what a council belongs to: the same form for the council and for those who run its WARP?"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wardmote.kernel.denial import Denied
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..actions.end_joined import end_joined
from ..actions.record_joined import record_joined
from ..joined_forms import JoinedForm


def recorded(request: HttpRequest, by: Viewer, body: Body, at: datetime) -> tuple[JoinedForm, int]:
    """Take down what was sent; return the form and 302 where it is done, else the status of the page to show."""
    number = request.POST.get("end", "")
    if number:
        end_joined(by=by, body=body, number=int(number) if number.isdecimal() and len(number) < 15 else 0, at=at)
        messages.success(request, _("Saved."))
        return JoinedForm(), 302
    form = JoinedForm(request.POST)
    if not form.is_valid():
        return form, 422
    try:
        record_joined(by=by, body=body, at=at, **form.cleaned_data)
    except Denied as refusal:
        form.add_error(
            "since" if form.cleaned_data["since"] and refusal.reason == "refused" else None, refusal.sentence
        )
        return form, 422 if refusal.reason == "refused" else refusal.status
    messages.success(request, _("Saved."))
    return form, 302
