"""Somebody adds STIX objects to a collection: each is taken, or refused with a reason that the sender is told."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Person
from wardmote.register.public import Viewer

from .. import circle_policies
from ..labels import definitions_in
from ..models import AddStatus, Collection, RedReader, StixObject
from ..queries.shared import body_of_contributor
from ..stix_storing import Giver, is_unnamed, store_objects
from ..taxii_objects import Sent, as_told, marked, read_sent

MOST_A_MINUTE = 120
STATUS_KEPT = timedelta(days=7)


class TooOften(Denied):
    """The person's programs send more often than we take."""


def add_objects(
    *, by: Viewer, collection: Collection, raws: Sequence[bytes], at: datetime, readers: Sequence[Person] = ()
) -> AddStatus:
    """Return what became of each object. Sent again, the same objects are there already, and that is well.

    `readers` are whom an object of label RED is for, besides whoever adds it.
    """
    circle_policies.check_can_add(by, collection, localdate(at))
    _check_readers(collection, readers)
    sent = _read(collection, raws)
    added_for = body_of_contributor(by.person, localdate(at), collection)
    # Whoever adds may write neither flags of others' objects nor the collection's counter: the house does.
    with transaction.atomic(), seeing_as_system():
        _check_often(by, at)
        # One after another, so that nobody who reads meanwhile passes over a place that is filled later.
        locked = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
        told, rows = store_objects(locked, sent, Giver(by.person, added_for), at)
        _name_readers(locked, rows, [by.person, *readers])
        if rows:
            audit.record(
                by=None if is_unnamed(locked) else by.person.pk,
                body=locked.owner_id,
                action="collection.added-to",
                subject=f"collection:{locked.pk}",
                at=at,
                after={"objects": len(rows)},
            )
        return _keep_status(locked, by, told, at)


def _check_readers(collection: Collection, readers: Sequence[Person]) -> None:
    if (collection.label == Label.RED) != bool(readers):
        raise Denied(_("TLP:RED is for people who are named, and only there are people named."))
    if any(reader.is_demonstration != collection.owner.is_demonstration for reader in readers):
        raise Denied(_("Fictional people and real ones don't share anything."))


def _check_often(by: Viewer, at: datetime) -> None:
    AddStatus.objects.filter(person=by.person, requested_at__lt=at - STATUS_KEPT).delete()
    if AddStatus.objects.filter(person=by.person, requested_at__gt=at - timedelta(minutes=1)).count() >= MOST_A_MINUTE:
        raise TooOften(_("That was too often. Wait a minute, and send more objects at once."))


def _read(collection: Collection, raws: Sequence[bytes]) -> list[Sent]:
    label = Label(collection.label)
    sent = [read_sent(raw) for raw in raws]
    defined = definitions_in(_definitions_stored(collection, sent))
    defined |= definitions_in(one.thing for one in sent if not one.fault)
    return [marked(one, label, defined) for one in sent]


def _definitions_stored(collection: Collection, sent: Sequence[Sent]) -> Iterator[object]:
    """Yield the marking definitions that the collection has of those that these objects name."""
    refs = {ref for one in sent if not one.fault for ref in one.thing.get("object_marking_refs", ())}
    if refs:
        stored = StixObject.objects.filter(collection=collection, stix_id__in=sorted(refs), is_last=True)
        yield from map(json.loads, stored.values_list("body", flat=True))


def _name_readers(collection: Collection, rows: Sequence[StixObject], people: Sequence[Person]) -> None:
    if collection.label == Label.RED:
        named = {person.pk: person for person in people}.values()
        RedReader.objects.bulk_create(RedReader(object=row, person=person) for row in rows for person in named)


def _keep_status(collection: Collection, by: Viewer, told: Sequence[tuple[Sent, str]], at: datetime) -> AddStatus:
    number = uuid4()
    done = [{"id": one.stix_id, "version": as_told(one.version)} for one, fault in told if not fault]
    refused = [{"id": one.stix_id, "version": as_told(one.version), "message": fault} for one, fault in told if fault]
    answer = {
        "id": str(number),
        "status": "complete",
        "request_timestamp": f"{at:%Y-%m-%dT%H:%M:%S.%f}Z",
        "total_count": len(told),
        "success_count": len(done),
        "successes": done,
        "failure_count": len(refused),
        "failures": refused,
        "pending_count": 0,
    }
    return AddStatus.objects.create(
        uuid=number, collection=collection, person=by.person, requested_at=at, told=json.dumps(answer)
    )
