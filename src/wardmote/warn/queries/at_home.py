"""What do warnings have to say to a person who comes home?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from wardmote.register.public import Viewer, bodies_of_own

from .. import policies
from ..models import Notice, Priority
from .shown import story_shown_to
from .standing import waiting_on


@dataclass(frozen=True)
class WarningsAtHome:
    """How many warnings of a council wait, and how many of them are to be acted on now."""

    waiting: int
    now: int


def warnings_at_home(viewer: Viewer, day: date) -> dict[int, WarningsAtHome]:
    """Return what waits in the person's own councils by the council's key: one query, none for others."""
    if not viewer.holds(policies.READERS):
        return {}
    own = bodies_of_own(viewer.person, day, policies.READERS).filter(pk=OuterRef("council"))
    rows = (
        Notice.objects.filter(waiting_on(day), Exists(own), story_shown_to(viewer.person, day))
        .order_by()
        .values_list("council_id")
        .annotate(waiting=Count("pk"), now=Count("pk", filter=Q(priority=Priority.NOW)))
    )
    return {council: WarningsAtHome(waiting, now) for council, waiting, now in rows}


def warnings_at(code: str) -> str:
    """Return the path of the council's warnings."""
    return reverse("warn:listing", args=[code])
