"""When a council has submitted an area of its stocktake, its leaders get the result in three lines."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.assess.events import stocktake_submitted
from wardmote.assess.models import Submission
from wardmote.assess.public import find_area
from wardmote.kernel.letters import write_letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import leaders_of, name_of


@receiver(stocktake_submitted, dispatch_uid="stocktake_submitted_writes_to_leaders")
def write(sender: Any, submission: Submission, at: datetime, **_kwargs: Any) -> None:
    """Write to the chief executive, section 151 officer and senior risk owner who belong."""
    council = submission.council
    area = find_area(submission.area)
    with seeing_as_system():
        for leader in leaders_of(council, localdate(at)):
            write_letter(
                to=leader.email,
                subject=_("%(council)s: cyber stocktake rated %(rating)s for %(area)s")
                % {
                    "council": name_of(council),
                    "rating": submission.get_rating_display().lower(),
                    "area": area.short_title.lower(),
                },
                text=_(
                    "Your cyber lead has submitted “%(area)s” of the stocktake: %(score)s of 100 points.\n"
                    "The page shows the result and the ones before it.\n"
                    "Read it here: %(link)s\n"
                )
                % {
                    "area": area.title,
                    "score": int(submission.score),
                    "link": settings.SERVICE_URL + reverse("assess:area_result", args=[council.code, area.id]),
                },
                at=at,
            )
