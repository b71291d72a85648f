"""When somebody asks to join a council, its leads get an e-mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel.letters import in_one_line, write_letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.events import join_asked
from wardmote.register.models import JoinRequest
from wardmote.register.public import leads_of, name_of


@receiver(join_asked, dispatch_uid="join_asked_writes_to_leads")
def write(sender: Any, request: JoinRequest, at: datetime, **_kwargs: Any) -> None:
    """Write to each lead; a council without a lead is looked after by the programme's home page."""
    link = settings.SERVICE_URL + reverse("register:people", args=[request.body.code])
    name = in_one_line(str(request.person))
    with seeing_as_system():
        for lead in leads_of(request.body, localdate(at)):
            write_letter(
                to=lead.email,
                subject=_("Let %(name)s into %(council)s, or refuse")
                % {"name": name, "council": name_of(request.body)},
                text=_(
                    "%(name)s has a verified address under your council's domain and asks to join.\n"
                    "Only you can say whether they belong.\n"
                    "Answer here: %(link)s\n"
                )
                % {"name": name, "link": link},
                at=at,
            )
