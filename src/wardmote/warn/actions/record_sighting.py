"""A council has seen a vulnerability used against it: its WARP hands that on, without saying who it was."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Notice, Sighting
from ..queries.sightings import LABELS, warp_to_tell
from ..stix_bulletins import SeenHere, objects_of_sighting, own_sighting_id, teller_since
from .share_bulletin_as_stix import collection_for, put_in


def record_sighting(*, by: Viewer, council: Body, notice: Notice, label: Label, at: datetime) -> Body:
    """Hand it on once, and return the WARP that does. The entry of who did it is the council's own alone."""
    day = localdate(at)
    policies.check_can_answer(by, council, day)
    if label not in LABELS:
        raise Denied(_("Choose who may know."))
    warp = warp_to_tell(council, notice.story, day) if notice.council_id == council.pk else None
    if warp is None:
        raise Denied(_("There is no WARP here that could hand this on."))
    with transaction.atomic(), seeing_as_system():
        collection = collection_for(warp, None, label, at)
        if Sighting.objects.filter(stix_id=own_sighting_id(council, notice.story), story=notice.story).exists():
            raise Denied(_("Your council has told of this already."), "conflict")
        seen = SeenHere(notice.story, council, warp, label, at)
        put_in(collection, objects_of_sighting(seen, teller_since(collection)), at)
        _keep(collection.pk, notice, own_sighting_id(council, notice.story), at)
        audit.record(
            by=by.person.pk,
            body=council.pk,
            action="warning.seen",
            subject=f"notice:{notice.pk}",
            at=at,
            after={"label": label.written},
        )
    return warp


def _keep(collection: int, notice: Notice, stix_id: str, at: datetime) -> None:
    """Count it for the story also where no CVE says which one it is."""
    Sighting.objects.get_or_create(
        collection_id=collection, story=notice.story, stix_id=stix_id, defaults={"at": at, "seen_to": None}
    )
