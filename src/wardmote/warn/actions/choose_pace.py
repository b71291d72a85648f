"""A person says how they want to hear of a council's warnings."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.kernel import audit
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Choice


@dataclass(frozen=True)
class Wish:
    """How a person wants to hear; hours are of the council's day, both ends alike mean no quiet time."""

    pace: str
    hour: int
    weekday: int
    quiet_from: int
    quiet_to: int
    is_woken: bool
    least_priority: int


def choose_pace(*, by: Viewer, council: Body, wish: Wish, at: datetime) -> Choice:
    """Keep the choice in the place of an earlier one."""
    policies.check_can_choose(by, council, localdate(at))
    with transaction.atomic():
        choice, _is_new = Choice.objects.update_or_create(
            council=council, person=by.person, defaults={**asdict(wish), "changed_at": at}
        )
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="warning.choice-made",
            subject=f"person:{by.person.pk}",
            at=at,
            after={"pace": wish.pace, "least_priority": wish.least_priority},
        )
    return choice
