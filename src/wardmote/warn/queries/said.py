"""What do those who run a WARP say about a council's warning, as far as labels let this person read it?"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from wardmote.engines.advisories.facts import Label
from wardmote.register.models import Affiliation
from wardmote.register.models.bodies import Kind
from wardmote.register.public import name_of, valid_on

from ..models import Audience, Bulletin, BulletinState, BulletinTelling
from .access import Desk
from .audiences import bulletins_for
from .shown import bulletins_shown_to


@dataclass(frozen=True)
class Word:
    """What somebody who runs a WARP says about a council's warning."""

    bulletin: Bulletin
    name: str
    label: str


def words_about(desk: Desk, story: int) -> tuple[Word, ...]:
    """Return what WARPs say about a council's warning to this person: what is out, then what was withdrawn."""
    found = bulletins_shown_to(desk.viewer.person, desk.day).filter(story=story).select_related("owner")
    mine = found.filter(_is_for(desk)).order_by("state", "-published_at")
    return tuple(Word(each, name_of(each.owner), Label(each.label).written) for each in mine)


def _is_for(desk: Desk) -> Q:
    """Condition: it is for the council, or was until it was withdrawn."""
    told = BulletinTelling.objects.filter(bulletin=OuterRef("pk"), council=desk.council)
    for_council = bulletins_for(desk.council, desk.day).filter(pk=OuterRef("pk"))
    belongs = Affiliation.objects.filter(valid_on(desk.day), group=OuterRef("owner"), member=desk.council)
    was_for_all = Q(audience=Audience.EVERYONE) & (Q(owner__kind=Kind.PROGRAMME) | Q(Exists(belongs)))
    return Q(Exists(for_council)) | (Q(state=BulletinState.WITHDRAWN) & (Q(Exists(told)) | was_for_all))
