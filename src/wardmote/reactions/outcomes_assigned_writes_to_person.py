"""When outcomes are given to a colleague, they get one e-mail: what is theirs, and by when."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wardmote.assess.events import outcomes_assigned
from wardmote.assess.models import Part
from wardmote.kernel.letters import write_letter
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Person
from wardmote.register.public import name_of


@receiver(outcomes_assigned, dispatch_uid="outcomes_assigned_writes_to_person")
def write(
    sender: Any,
    part: Part,
    outcomes: tuple[str, ...],
    person: Person,
    due_on: date | None,
    at: datetime,
    **_kwargs: Any,
) -> None:
    """Write to the person who is to answer."""
    with seeing_as_system():
        council = part.assessment.council
        count = ngettext("Answer one outcome", "Answer %(n)s outcomes", len(outcomes)) % {"n": len(outcomes)}
        when = _("%(what)s by %(day)s") % {"what": count, "day": date_format(due_on, "j F Y")} if due_on else count
        page = reverse("assessments:overview", args=[council.code, part.assessment_id])
        write_letter(
            to=person.email,
            subject=f"{name_of(council)}: {when}",
            text=_(
                "Your cyber lead asks you to answer: %(outcomes)s.\n"
                "They are marked as yours; several colleagues can answer at the same time.\n"
                "Answer here: %(link)s\n"
            )
            % {"outcomes": ", ".join(outcomes), "link": settings.SERVICE_URL + page},
            at=at,
        )
