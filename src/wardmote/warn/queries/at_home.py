"""What do warnings have to say to a person who comes home?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from wardmote.register.public import Viewer, bodies_of_own

from .. import policies
from ..models import Notice, Priority
from .shown import story_shown_to
from .standing import waiting_on


@dataclass(frozen=True)
class WarningsAtHome:
    """How many warnings of a council wait, how many of them are to be acted on now, and the first day of those."""

    waiting: int
    now: int
    due: date | None = None


def warnings_at_home(viewer: Viewer, day: date) -> dict[int, WarningsAtHome]:
    """Return what waits in the person's own councils by the council's key: one query, none for others."""
    if not viewer.holds(policies.READERS):
        return {}
    own = bodies_of_own(viewer.person, day, policies.READERS).filter(pk=OuterRef("council"))
    at_once = Q(priority=Priority.NOW)
    rows = (
        Notice.objects.filter(waiting_on(day), Exists(own), story_shown_to(viewer.person, day))
        .order_by()
        .values_list("council_id")
        .annotate(waiting=Count("pk"), now=Count("pk", filter=at_once), due=Min("due_on", filter=at_once))
    )
    return {council: WarningsAtHome(*counted) for council, *counted in rows}


def warnings_at(code: str) -> str:
    """Return the path of the council's warnings."""
    return reverse("warn:listing", args=[code])
