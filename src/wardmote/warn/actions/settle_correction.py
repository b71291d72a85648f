"""A colleague at the desk has looked at a correction: it goes out, or is dropped."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Bulletin, DeskSetting, WaitingCorrection
from .correct_bulletin import Correction, put_out
from .write_bulletin import held_bulletin


def settle_correction(*, by: Viewer, bulletin: Bulletin, goes_out: bool, revision: int, at: datetime) -> Bulletin:
    """Publish the correction that the person saw, once, or drop it, which anybody at the desk may."""
    with transaction.atomic():
        held = held_bulletin(bulletin, revision)
        desk_policies.check_is_out(by, held)
        waiting = WaitingCorrection.objects.filter(bulletin=held).select_related("by").first()
        if waiting is None:
            raise Denied(_("No correction of it waits any more."), "conflict")
        needs_second_eyes = DeskSetting.objects.filter(owner=held.owner_id, needs_second_eyes=True).exists()
        if goes_out:
            desk_policies.check_can_settle(by, waiting, needs_second_eyes=needs_second_eyes)
        checked_by = by.person if by.person.pk != waiting.by_id else None
        with seeing_as_system():
            waiting.delete()
            if goes_out:
                put_out(held, Correction(words_of(waiting), waiting.correction, waiting.by, checked_by), by, at)
            else:
                held.revision += 1
                held.save(update_fields=["revision"])
            audit.record(
                by=by.person.pk,
                body=held.owner_id,
                action="bulletin.corrected" if goes_out else "bulletin.correction-dropped",
                subject=f"bulletin:{held.pk}",
                at=at,
                after={"edition": held.edition},
            )
    return held


def words_of(waiting: WaitingCorrection) -> dict[str, Any]:
    """Return the words that wait, as a bulletin's columns."""
    due_on = waiting.said["due_on"]
    said: dict[str, Any] = waiting.said
    return said | {"due_on": date.fromisoformat(due_on) if due_on else None}
