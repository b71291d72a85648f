"""A warning should not stand any more: it is withdrawn, and those who got it hear why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Bulletin, BulletinState
from .correct_bulletin import LONGEST_CORRECTION
from .publish_bulletin import keep_edition, tell_audience
from .relay_bulletin import tell_desks
from .write_bulletin import change, held_bulletin


def withdraw_bulletin(*, by: Viewer, bulletin: Bulletin, why: str, revision: int, at: datetime) -> Bulletin:
    """Take it back; notices that stand for it alone are taken back with it."""
    why = why.strip()
    with transaction.atomic():
        held = held_bulletin(bulletin, revision)
        desk_policies.check_is_out(by, held)
        if not 0 < len(why) <= LONGEST_CORRECTION:
            raise Denied(_("Write in 600 characters or fewer why it is withdrawn: those who got it read that."))
        with seeing_as_system():
            held.state, held.withdrawn_at = BulletinState.WITHDRAWN, at
            held.edition, held.correction = held.edition + 1, why
            change(held, {}, by, at)
            keep_edition(by=by.person, bulletin=held, at=at)
            audit.record(
                by=by.person.pk,
                body=held.owner_id,
                action="bulletin.withdrawn",
                subject=f"bulletin:{held.pk}",
                at=at,
                after={"edition": held.edition},
            )
            tell_desks(held, at)
            tell_audience(held, at)
    return held
