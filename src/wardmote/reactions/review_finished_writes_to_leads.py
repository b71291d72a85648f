"""When an assurer has finished, the council's leads get an e-mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.assess.events import review_finished
from wardmote.assess.models import Review
from wardmote.kernel.letters import in_one_line, write_letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import leads_of, name_of


@receiver(review_finished, dispatch_uid="review_finished_writes_to_leads")
def write(sender: Any, review: Review, at: datetime, **_kwargs: Any) -> None:
    """Write to each lead that the findings are there to be answered."""
    with seeing_as_system():
        assessment = review.assessment
        council = assessment.council
        names = {
            "council": name_of(council),
            "title": in_one_line(assessment.title),
            "name": in_one_line(str(review.assurer)),
            "link": settings.SERVICE_URL + reverse("assessments:respond", args=[council.code, assessment.pk]),
        }
        for lead in leads_of(council, localdate(at)):
            write_letter(
                to=lead.email,
                subject=_("Answer the assurer's findings for %(council)s") % names,
                text=_(
                    "%(name)s has finished the review of “%(title)s”.\n"
                    "Answer each finding that differs from yours or asks for improvement, then accept the review.\n"
                    "Start here: %(link)s\n"
                )
                % names,
                at=at,
            )
