"""What do published bulletins ask of councils, and what notice comes of it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from wardmote.register.models import Body
from wardmote.register.public import name_of

from .models import Audience, Bulletin, BulletinState
from .queries.audiences import audience_of, bulletins_for

# The first of a notice's reasons, where a bulletin and no rule of ours says how urgent it is.
RULE = "bulletin"


@dataclass(frozen=True)
class Asked:
    """What a bulletin asks of one council."""

    council: int
    story: int
    priority: int
    due_on: date | None
    why: str
    reason: str


class Wanted(NamedTuple):
    """A notice as it should stand: how urgent, by which day, why, the rule and its reason, and how sure."""

    priority: int
    due_on: date | None
    why: str
    reasons: tuple[str, str]
    is_sure: bool


def asked_by_bulletins(stories: list[int] | None, council: int | None, day: date) -> Iterator[Asked]:
    """Yield what the bulletins about some stories, or for one council, ask."""
    if stories is not None:
        told = Bulletin.objects.filter(state=BulletinState.PUBLISHED, story__in=stories)
        for bulletin in told.select_related("owner", "circle").order_by("pk"):
            name = name_of(bulletin.owner)
            bodies = audience_of(bulletin, day)
            if council is not None:
                bodies = bodies.filter(pk=council)
            for body in bodies.order_by("pk").values_list("pk", flat=True):
                yield _asked(bulletin, body, name)
    elif council is not None:
        found = bulletins_for(Body.objects.get(pk=council), day)
        for bulletin in found.select_related("owner", "circle").order_by("pk"):
            yield _asked(bulletin, council, name_of(bulletin.owner))


def as_asked(asked: Asked, made: Wanted | None) -> Wanted:
    """Return the notice: as the rules made it and no less urgent than asked, or made for the bulletin alone."""
    reasons = (RULE, asked.reason)
    if made is None:
        return Wanted(asked.priority, asked.due_on, asked.why, reasons, is_sure=True)
    if asked.priority < made.priority:
        made = made._replace(priority=asked.priority, reasons=reasons)
    return made._replace(due_on=min((day for day in (asked.due_on, made.due_on) if day), default=None))


def _asked(bulletin: Bulletin, council: int, name: str) -> Asked:
    return Asked(
        council,
        int(bulletin.story_id or 0),
        bulletin.priority,
        bulletin.due_on,
        _why(bulletin, name),
        _("%(name)s says how urgent it is.") % {"name": name},
    )


def _why(bulletin: Bulletin, name: str) -> str:
    match bulletin.audience:
        case Audience.CIRCLE:
            circle = bulletin.circle.name if bulletin.circle else ""
            return _("%(name)s warns everybody in its circle “%(circle)s”.") % {"name": name, "circle": circle}
        case Audience.MATCHING:
            return _("%(name)s warns members whose software it concerns; yours is among it.") % {"name": name}
        case Audience.NAMED:
            return _("%(name)s warns people whom it named.") % {"name": name}
    return _("%(name)s warns all its members.") % {"name": name}
