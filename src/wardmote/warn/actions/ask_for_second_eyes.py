"""Whoever wrote a warning asks a colleague at the desk to look at it before it goes out."""

from datetime import datetime

from django.db import transaction

from wardmote.kernel import audit
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Bulletin, BulletinState
from .write_bulletin import held_bulletin


def ask_for_second_eyes(*, by: Viewer, bulletin: Bulletin, revision: int, at: datetime) -> Bulletin:
    """Put the draft where colleagues see that it waits for them."""
    with transaction.atomic():
        held = held_bulletin(bulletin, revision)
        desk_policies.check_can_change(by, held)
        held.state = BulletinState.CHECKING
        held.save(update_fields=["state"])
        audit.record(
            by=by.person.pk, body=held.owner_id, action="bulletin.asked-to-check", subject=f"bulletin:{held.pk}", at=at
        )
    return held
