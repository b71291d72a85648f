"""When a lead has answered a request to join, the person gets an e-mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils.translation import gettext as _

from wardmote.kernel.letters import write_letter
from wardmote.register.events import join_decided
from wardmote.register.models import JoinRequest
from wardmote.register.public import name_of


@receiver(join_decided, dispatch_uid="join_decided_writes_to_person")
def write(sender: Any, request: JoinRequest, at: datetime, **_kwargs: Any) -> None:
    """Say yes with the way in, or no with whom to talk to."""
    council = name_of(request.body)
    if request.outcome == JoinRequest.Outcome.ACCEPTED:
        subject = _("You now belong to %(council)s on Wardmote") % {"council": council}
        text = _("The cyber lead has let you in.\nYour home page says what needs you first.\nSign in: %(link)s\n")
    else:
        subject = _("Your request to join %(council)s was refused") % {"council": council}
        text = _(
            "The cyber lead has not let you in.\n"
            "If that is a mistake, talk to your council's IT team.\n"
            "Wardmote: %(link)s\n"
        )
    write_letter(to=request.person.email, subject=subject, text=text % {"link": settings.SERVICE_URL}, at=at)
