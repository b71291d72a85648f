"""A warning that is out said something wrong: it is corrected, and those who got it hear what.

Where the desk asks for a second pair of eyes, the correction waits, and what is out stands, until somebody else
has seen it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Person
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Bulletin, DeskSetting, WaitingCorrection
from .publish_bulletin import keep_edition, plain, tell_audience
from .relay_bulletin import tell_desks
from .write_bulletin import SAID, Wording, change, held_bulletin

LONGEST_CORRECTION = 600


@dataclass(frozen=True)
class Correction:
    """Other words for a bulletin, as columns, what they correct, and who wrote them and who looked at them."""

    values: dict[str, Any]
    why: str
    written_by: Person | None
    checked_by: Person | None = None


def correct_bulletin(
    *, by: Viewer, bulletin: Bulletin, wording: Wording, correction: str, revision: int, at: datetime
) -> Bulletin:
    """Publish other words under the same reference, or let them wait. Whom it is for, and its label, stay."""
    correction = correction.strip()
    with transaction.atomic():
        held = held_bulletin(bulletin, revision)
        desk_policies.check_is_out(by, held)
        if not 0 < len(correction) <= LONGEST_CORRECTION:
            raise Denied(_("Write in 600 characters or fewer what you corrected: those who got it read that."))
        said = Correction(wording.columns(SAID), correction, by.person)
        waits = DeskSetting.objects.filter(owner=held.owner_id, needs_second_eyes=True).exists()
        with seeing_as_system():
            if waits:
                _let_wait(held, said, at)
            else:
                WaitingCorrection.objects.filter(bulletin=held).delete()
                put_out(held, said, by, at)
            audit.record(
                by=by.person.pk,
                body=held.owner_id,
                action="bulletin.correction-written" if waits else "bulletin.corrected",
                subject=f"bulletin:{held.pk}",
                at=at,
                after={"edition": held.edition + waits},
            )
    return held


def put_out(held: Bulletin, said: Correction, by: Viewer, at: datetime) -> None:
    """Publish the words as another edition of a bulletin that is locked."""
    held.edition, held.corrected_at, held.correction = held.edition + 1, at, said.why
    change(held, said.values, by, at)
    if held.story and held.story_id != held.about_id:
        held.story.title, held.story.changed_at = held.title, at
        held.story.save(update_fields=["title", "changed_at"])
    keep_edition(by=said.written_by, bulletin=held, checked_by=said.checked_by, at=at)
    tell_desks(held, at)
    tell_audience(held, at)


def _let_wait(held: Bulletin, said: Correction, at: datetime) -> None:
    """Keep the words beside what is out; a colleague who has the old page open sees that there are others now."""
    words = Bulletin(**said.values)
    WaitingCorrection.objects.update_or_create(
        bulletin=held,
        defaults={
            "said": {name: plain(words, name) for name in SAID},
            "correction": said.why,
            "by": said.written_by,
            "at": at,
        },
    )
    held.revision += 1
    held.save(update_fields=["revision"])
