"""When a scope is ready, whoever signs it off gets an e-mail: the assurer, or else the council's leaders."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.assess.events import scope_sent
from wardmote.assess.models import Assessment
from wardmote.kernel.letters import in_one_line, write_letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import leaders_of, name_of


@receiver(scope_sent, dispatch_uid="scope_sent_writes_to_whoever_signs")
def write(sender: Any, assessment: Assessment, at: datetime, **_kwargs: Any) -> None:
    """Write to the assurer where one was asked, else to each leader."""
    with seeing_as_system():
        council = assessment.council
        review = assessment.reviews.filter(withdrawn_at__isnull=True).select_related("assurer").first()
        names = {
            "council": name_of(council),
            "title": in_one_line(assessment.title),
            "link": settings.SERVICE_URL + reverse("assessments:scope_sign", args=[council.code, assessment.pk]),
        }
        for person in [review.assurer] if review else leaders_of(council, localdate(at)):
            write_letter(
                to=person.email,
                subject=_("Sign off what %(council)s will assess") % names,
                text=_(
                    "The scope of “%(title)s” is ready: mission, essential services and critical systems.\n"
                    "Read it, then sign it off or send it back with a note.\n"
                    "Here: %(link)s\n"
                )
                % names,
                at=at,
            )
