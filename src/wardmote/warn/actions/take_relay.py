"""What another WARP handed on is made our own, or needs nothing."""

from datetime import datetime

from django.db import transaction

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Audience, Bulletin, Relay
from .write_bulletin import SAID, Wording, write_bulletin


def take_relay(*, by: Viewer, relay: Relay, makes_own: bool, at: datetime) -> Bulletin | None:
    """Return a draft of ours with their words and label, where one is wanted."""
    with transaction.atomic():
        held = (
            Relay.objects.select_for_update(of=("self",)).select_related("bulletin__about", "to_body").get(pk=relay.pk)
        )
        desk_policies.check_can_take(by, held, makes_own=makes_own)
        held.settled_at = at
        held.save(update_fields=["settled_at"])
        draft = None
        if makes_own:
            theirs = held.bulletin
            wording = Wording(
                label=Label(theirs.label),
                audience=Audience.EVERYONE,
                **{name: getattr(theirs, name) for name in SAID if name != "sources"},
                sources=tuple(theirs.sources),
            )
            draft = write_bulletin(
                by=by, owner=held.to_body, wording=wording, about=theirs.about, made_from=theirs, at=at
            )
        audit.record(
            by=by.person.pk,
            body=held.to_body_id,
            action="bulletin.relay-taken",
            subject=f"relay:{held.pk}",
            at=at,
            after={"bulletin": draft.pk if draft else None},
        )
    return draft
