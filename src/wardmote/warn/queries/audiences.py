"""Which councils is a published bulletin for, and which bulletins are for a council?

The two ways of asking answer alike. The programme's members are all councils at work; a WARP's are its affiliated ones.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wardmote.estate.models import Item
from wardmote.register.models import Affiliation, Body, Membership
from wardmote.register.models.bodies import LIKE_COUNCILS, Kind
from wardmote.register.public import alive_on, valid_on

from ..models import Audience, Bulletin, BulletinReader, BulletinState, CircleMember, Match


def members_of_owner(owner: Body, day: date) -> QuerySet[Body]:
    """Return the councils at work whom the owner of a desk warns."""
    bodies = Body.objects.filter(alive_on(day), kind__in=LIKE_COUNCILS, is_demonstration=owner.is_demonstration)
    if owner.kind == Kind.PROGRAMME:
        return bodies
    return bodies.filter(Exists(_affiliations(day).filter(group=owner, member=OuterRef("pk"))))


def audience_of(bulletin: Bulletin, day: date) -> QuerySet[Body]:
    """Return the councils whom a bulletin is for on this day, whether it is out or not."""
    members = members_of_owner(bulletin.owner, day)
    world = Body.objects.filter(alive_on(day), kind__in=LIKE_COUNCILS, is_demonstration=bulletin.owner.is_demonstration)
    match bulletin.audience:
        case Audience.CIRCLE:
            return world.filter(Exists(_inside(bulletin.circle_id).filter(body=OuterRef("pk"))))
        case Audience.MATCHING:
            stories = [key for key in (bulletin.about_id, bulletin.story_id) if key]
            return members.filter(Exists(_running(OuterRef("pk"), stories)))
        case Audience.NAMED:
            return world.filter(Exists(_named(bulletin.pk, OuterRef("pk"), day)))
    return members


def bulletins_for(council: Body, day: date) -> QuerySet[Bulletin]:
    """Return the bulletins that are out and are for this council on this day."""
    belongs = Exists(_affiliations(day).filter(group=OuterRef("owner"), member=council))
    is_member = Q(owner__kind=Kind.PROGRAMME) | Q(belongs)
    runs = Exists(_running(council.pk, None))
    inside = Exists(_inside(OuterRef("circle")).filter(body=council))
    named = Exists(_named(OuterRef("pk"), council, day))
    found = Bulletin.objects.filter(state=BulletinState.PUBLISHED, owner__is_demonstration=council.is_demonstration)
    if council.kind not in LIKE_COUNCILS:
        return found.none()
    return found.filter(
        (Q(audience=Audience.EVERYONE) & is_member)
        | (Q(audience=Audience.MATCHING) & is_member & Q(runs))
        | (Q(audience=Audience.CIRCLE) & Q(inside))
        | (Q(audience=Audience.NAMED) & Q(named))
    )


def _affiliations(day: date) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(valid_on(day))


def _inside(circle: Any) -> QuerySet[CircleMember]:
    return CircleMember.objects.filter(circle=circle, until__isnull=True, circle__closed_at__isnull=True)


def _named(bulletin: Any, body: Any, day: date) -> QuerySet[BulletinReader]:
    belongs = Membership.objects.filter(person=OuterRef("person"), body=body, ended_at__isnull=True, lapses_on__gt=day)
    if isinstance(body, OuterRef):
        belongs = Membership.objects.filter(
            person=OuterRef("person"), body=OuterRef(body), ended_at__isnull=True, lapses_on__gt=day
        )
    return BulletinReader.objects.filter(Exists(belongs), bulletin=bulletin)


def _running(council: Any, stories: list[int] | None) -> QuerySet[Item]:
    """Return lines of a council's inventory that a story of the bulletin speaks of; `None`: of the bulletin asked."""
    lines = Item.objects.filter(council=council, removed_at__isnull=True)
    if stories is not None:
        return lines.filter(Exists(Match.objects.filter(story__in=stories, edition=OuterRef("edition"))))
    about = Match.objects.filter(edition=OuterRef("edition")).filter(
        Q(story=OuterRef(OuterRef("about"))) | Q(story=OuterRef(OuterRef("story")))
    )
    return lines.filter(Exists(about))
