"""Which stories, bulletins and notices may this person see? Decided by the rules of `shared.py`."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.register.models import Body, Person

from ..models import Bulletin, BulletinReader, BulletinState, Notice
from .shared import shown_to
from .standing import SHOWN_LABELS

OUT = (BulletinState.PUBLISHED, BulletinState.WITHDRAWN)


def bulletins_shown_to(person: Person, day: date) -> QuerySet[Bulletin]:
    """Return the bulletins that were published and that their labels let the person see, withdrawn ones among them."""
    named = BulletinReader.objects.filter(person=person, bulletin=OuterRef("pk"))
    return Bulletin.objects.filter(shown_to(person, day, named=Exists(named)), state__in=OUT)


def story_shown_to(person: Person, day: date, story: str = "story") -> Q:
    """Condition: a story's label lets everybody here know of it, or a bulletin tells this person of it.

    `story` is the name of the key to the story: "pk" on stories themselves.
    """
    label = "label" if story == "pk" else f"{story}__label"
    told: QuerySet[Any] = bulletins_shown_to(person, day).filter(story=OuterRef(story))
    return Q(**{f"{label}__in": SHOWN_LABELS}) | Q(Exists(told))


def notices_shown_to(person: Person, day: date, council: Body) -> QuerySet[Notice]:
    """Return what a council was warned of, as far as labels let this person of the council see it."""
    return Notice.objects.filter(story_shown_to(person, day), council=council)
