"""How often was a warning's vulnerability seen at work, as far as a person's collections say, and may they tell?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from wardmote.engines.advisories.facts import Label
from wardmote.register.models import Affiliation, Body, Person
from wardmote.register.models.bodies import Kind
from wardmote.register.public import valid_on

from ..models import Notice, Sighting, Story
from ..stix_bulletins import own_sighting_id
from .access import Desk
from .shared import collections_shown_to
from .standing import SHOWN_LABELS

# A person chooses who hears of what they saw: everybody here, or the members of their WARP.
LABELS = (Label.GREEN, Label.AMBER)


@dataclass(frozen=True)
class Sightings:
    """What a page says: the number, and whether this council told of one, or may."""

    count: int
    is_told: bool
    can_tell: bool


def sightings_of(desk: Desk, notice: Notice) -> Sightings:
    """Return what the page of a warning shows."""
    seen = seen_ids(desk.viewer.person, desk.day, notice.story)
    is_told = own_sighting_id(desk.council, notice.story) in seen
    can_tell = desk.can_answer and not is_told and warp_to_tell(desk.council, notice.story, desk.day) is not None
    return Sightings(len(seen), is_told, can_tell)


def seen_ids(person: Person, day: date, story: Story) -> set[str]:
    """Return the ids of the story's sightings that the person's collections hold; in two of them it is one."""
    shown = collections_shown_to(person, day).exclude(label=Label.RED.value).filter(pk=OuterRef("collection"))
    return set(Sighting.objects.filter(Exists(shown), story=story).order_by().values_list("stix_id", flat=True))


def warp_to_tell(council: Body, story: Story, day: date) -> Body | None:
    """Return the WARP that hands on what a council saw; None where the story itself isn't for all its members."""
    if story.label not in SHOWN_LABELS:
        return None
    belongs = Affiliation.objects.filter(valid_on(day), group=OuterRef("pk"), member=council)
    warps = Body.objects.filter(Exists(belongs), kind=Kind.WARP, is_demonstration=council.is_demonstration)
    return warps.order_by("pk").first()
