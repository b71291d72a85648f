"""A warning goes out to those whom it is for: each of their councils gets a notice, and hears of it as it chose."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Audience, Bulletin, BulletinEdition, BulletinState, DeskSetting, EditorWord, Story
from ..queries.audiences import audience_of
from .settle_notices import settle_notices
from .write_bulletin import FOR_WHOM, SAID, held_bulletin


def publish_bulletin(*, by: Viewer, bulletin: Bulletin, revision: int, at: datetime) -> Bulletin:
    """Publish what the person saw, with a reference of its own; once."""
    with transaction.atomic():
        # One after another at each desk, so that references are counted without a gap.
        with seeing_as_system():
            Body.objects.select_for_update().get(pk=bulletin.owner_id)
        held = held_bulletin(bulletin, revision)
        needs_second_eyes = DeskSetting.objects.filter(owner=held.owner_id, needs_second_eyes=True).exists()
        desk_policies.check_can_publish(by, held, needs_second_eyes=needs_second_eyes)
        desk_policies.check_can_say(
            held.owner, Label(held.label), Audience(held.audience), held.circle, has_story=held.about is not None
        )
        desk_policies.check_can_tell(held.about, Label(held.label))
        checked_by = by.person if by.person.pk != held.changed_by_id else None
        with seeing_as_system():
            held.story = _story_of(held, at)
            held.reference = _reference(held.owner, localdate(at).year)
            held.state, held.edition = BulletinState.PUBLISHED, 1
            held.published_by, held.published_at = by.person, at
            held.save()
            keep_edition(by=by.person, bulletin=held, checked_by=checked_by, at=at)
            _record(held, by, at)
            tell_audience(held, at)
    return held


def keep_edition(*, by: Person | None, bulletin: Bulletin, checked_by: Person | None = None, at: datetime) -> None:
    """Keep what it says in this edition."""
    BulletinEdition.objects.create(
        bulletin=bulletin,
        number=bulletin.edition,
        said={name: plain(bulletin, name) for name in (*SAID, *FOR_WHOM)},
        correction=bulletin.correction,
        by=by,
        checked_by=checked_by,
        at=at,
    )


def tell_audience(bulletin: Bulletin, at: datetime) -> None:
    """Settle the notices that come of it, and have each council that it concerns told."""
    from ..csaf_jobs import after_publication
    from ..telling import tell_now

    after_publication(bulletin)
    settled = settle_notices(stories=[int(bulletin.story_id or 0)], at=at)
    councils = settled.councils | set(audience_of(bulletin, localdate(at)).values_list("pk", flat=True))
    for council in sorted(councils):
        tell_now.enqueue(council)


def _story_of(bulletin: Bulletin, at: datetime) -> Story:
    """Return the story that councils hear of: what it is about, where everybody may know, else one of its own."""
    if bulletin.about and Label(bulletin.label) in desk_policies.OPEN:
        return bulletin.about
    return Story.objects.create(
        title=bulletin.title, label=bulletin.label, first_seen_at=at, changed_at=at, editor=EditorWord.SETTLED
    )


def _reference(owner: Body, year: int) -> str:
    begins = f"{owner.code.upper()}-{year}-"
    return f"{begins}{Bulletin.objects.filter(owner=owner, reference__startswith=begins).count() + 1}"


def plain(bulletin: Bulletin, name: str) -> Any:
    """Return a column's value as JSON keeps it."""
    value = getattr(bulletin, "circle_id" if name == "circle" else name)
    return value.isoformat() if isinstance(value, date) else value


def _record(bulletin: Bulletin, by: Viewer, at: datetime) -> None:
    audit.record(
        by=by.person.pk,
        body=bulletin.owner_id,
        action="bulletin.published",
        subject=f"bulletin:{bulletin.pk}",
        at=at,
        after={"reference": bulletin.reference, "label": bulletin.label, "audience": bulletin.audience},
    )
