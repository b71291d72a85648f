"""A published bulletin is handed on as STIX, in its owner's collection for the same readers."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from wardmote.engines.advisories.facts import Label
from wardmote.engines.advisories.stix.writing import Thing
from wardmote.kernel import audit
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import Viewer, name_of

from ..models import Bulletin, Circle, Collection
from ..queries.shown import OUT
from ..stix_bulletins import objects_of_bulletin, teller_since
from ..stix_storing import OTHER_CONTENT, Giver, store_objects
from ..taxii_objects import marked, read_sent


def share_bulletin_as_stix(*, by: Viewer | None, bulletin: Bulletin, at: datetime) -> int:
    """Return how many objects are new. RED is for people named one by one, and isn't shared this way.

    `by` is None where the house does it after a publication.
    """
    with transaction.atomic(), seeing_as_system():
        held = Bulletin.objects.select_related("owner", "circle", "story", "about").get(pk=bulletin.pk)
        if held.label == Label.RED.value or held.state not in OUT:
            return 0
        collection = collection_for(held.owner, held.circle, Label(held.label), at)
        added = put_in(collection, objects_of_bulletin(held, teller_since(collection)), at)
        if added:
            audit.record(
                by=by.person.pk if by else None,
                body=held.owner_id,
                action="collection.added-to",
                subject=f"collection:{collection.pk}",
                at=at,
                after={"objects": added, "bulletin": held.pk},
            )
        return added


def collection_for(owner: Body, circle: Circle | None, label: Label, at: datetime) -> Collection:
    """Return the owner's collection for these readers that its members only read, held; opened where there is none."""
    Body.objects.select_for_update(no_key=True).get(pk=owner.pk)
    fitting = Collection.objects.filter(owner=owner, circle=circle, label=label.value, can_be_written=False)
    found = fitting.order_by("pk").first()
    if found is None:
        found = Collection.objects.create(
            owner=owner,
            circle=circle,
            label=label.value,
            title=f"Warnings of {name_of(owner)}"[:120],
            opened_at=at,
        )
    return Collection.objects.select_for_update(no_key=True).select_related("owner").get(pk=found.pk)


def put_in(collection: Collection, things: Sequence[Thing], at: datetime) -> int:
    """Store what the collection hasn't yet; returns how many objects are new. Nobody is named as their giver."""
    sent = [marked(read_sent(json.dumps(thing).encode()), Label(collection.label), {}) for thing in things]
    told, rows = store_objects(collection, sent, Giver(), at)
    # Who tells may have another name by now: what was said of it under the same id and moment stays.
    faults = [
        fault for one, fault in told if fault and not (fault == OTHER_CONTENT and one.thing["type"] == "identity")
    ]
    if faults:
        raise ValueError(f"An object of ours can't be stored: {faults[0]}")
    return len(rows)
