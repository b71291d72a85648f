"""A warning that is out said something wrong: it is corrected, and those who got it hear what."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.public import Viewer

from .. import desk_policies
from ..models import Bulletin
from .publish_bulletin import keep_edition, tell_audience
from .write_bulletin import SAID, Wording, change, held_bulletin

LONGEST_CORRECTION = 600


def correct_bulletin(
    *, by: Viewer, bulletin: Bulletin, wording: Wording, correction: str, revision: int, at: datetime
) -> Bulletin:
    """Publish other words under the same reference. Whom it is for, and its label, stay as they are."""
    correction = correction.strip()
    with transaction.atomic():
        held = held_bulletin(bulletin, revision)
        desk_policies.check_is_out(by, held)
        if not 0 < len(correction) <= LONGEST_CORRECTION:
            raise Denied(_("Write in 600 characters or fewer what you corrected: those who got it read that."))
        with seeing_as_system():
            held.edition, held.corrected_at, held.correction = held.edition + 1, at, correction
            change(held, wording.columns(SAID), by, at)
            if held.story and held.story_id != held.about_id:
                held.story.title, held.story.changed_at = held.title, at
                held.story.save(update_fields=["title", "changed_at"])
            keep_edition(by=by, bulletin=held, at=at)
            audit.record(
                by=by.person.pk,
                body=held.owner_id,
                action="bulletin.corrected",
                subject=f"bulletin:{held.pk}",
                at=at,
                after={"edition": held.edition},
            )
            tell_audience(held, at)
    return held
