"""Which bulletins about a council's warnings has a person not heard of in their present edition?"""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.register.models import Body, Person

from ..models import Bulletin, BulletinState, BulletinTelling, Occasion, Telling
from .audiences import bulletins_for
from .shown import bulletins_shown_to


def unheard_of(council: Body, person: Person, day: date, stories: set[int]) -> dict[int, tuple[Bulletin, ...]]:
    """Return bulletins by their story: those out that the person wasn't told of, and those withdrawn that they were."""
    found: dict[int, list[Bulletin]] = defaultdict(list)
    for bulletin in _untold(council, person, day).filter(story__in=stories).select_related("owner").order_by("pk"):
        found[int(bulletin.story_id or 0)].append(bulletin)
    return {story: tuple(some) for story, some in found.items()}


def waiting_for_word(council: Body, person: Person, day: date) -> Q:
    """Condition: the person was told of a warning, and there is a bulletin's edition that they weren't told of."""
    spoken = Telling.objects.filter(notice=OuterRef("pk"), person=person, occasion=Occasion.NEW)
    news = _untold(council, person, day).filter(story=OuterRef("story"))
    return Q(Exists(news)) & Q(Exists(spoken))


def _untold(council: Body, person: Person, day: date) -> QuerySet[Bulletin]:
    told = BulletinTelling.objects.filter(bulletin=OuterRef("pk"), council=council, person=person)
    for_council = Exists(bulletins_for(council, day).filter(pk=OuterRef("pk")))
    out = Q(state=BulletinState.PUBLISHED) & Q(for_council)
    withdrawn = Q(state=BulletinState.WITHDRAWN) & Q(Exists(told))
    return bulletins_shown_to(person, day).filter(out | withdrawn, ~Exists(told.filter(edition=OuterRef("edition"))))
