"""Somebody adds STIX objects to a collection: each is taken, or refused with a reason that the sender is told."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
from ..models.taxii import place_of_moment
from ..queries.shared import body_of_contributor
from ..taxii_objects import Sent, as_told, marked, read_sent

MOST_A_MINUTE = 120
STATUS_KEPT = timedelta(days=7)
_ROWS_AT_ONCE = 500
_OTHER_CONTENT = "This version of the object is here already, with other content. Send a later version."


class TooOften(Denied):
    """The person's programs send more often than we take."""


@dataclass
class Known:
    """The versions of one object that a collection has, or is about to have."""

    versions: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""
    rows: list[StixObject] = field(default_factory=list)


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
        told, rows = _settle(locked, sent)
        _store(locked, rows, by, added_for, at)
        _name_readers(locked, rows, [by.person, *readers])
        if rows:
            audit.record(
                by=by.person.pk,
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


def _settle(collection: Collection, sent: Sequence[Sent]) -> tuple[list[tuple[Sent, str]], list[StixObject]]:
    """Return each object with what is wrong with it, and the rows to store."""
    known = _known(collection, {one.stix_id for one in sent if not one.fault})
    contents = _contents(collection, known, sent)
    told, rows = [], []
    for one in sent:
        key = (one.stix_id, one.version)
        if one.fault:
            told.append((one, one.fault))
        elif key in contents:
            told.append((one, "" if json.loads(contents[key]) == one.thing else _OTHER_CONTENT))
        else:
            contents[key] = one.text
            rows.append(_row(collection, one, known[one.stix_id]))
            told.append((one, ""))
    return told, rows


def _known(collection: Collection, stix_ids: set[str]) -> dict[str, Known]:
    known = {stix_id: Known() for stix_id in stix_ids}
    for some in _parts(stix_ids):
        stored = StixObject.objects.filter(collection=collection, stix_id__in=some).order_by()
        for stix_id, version in stored.values_list("stix_id", "version"):
            known[stix_id].versions.add(version)
    for one in known.values():
        one.first, one.last = min(one.versions, default=""), max(one.versions, default="")
    return known


def _contents(collection: Collection, known: dict[str, Known], sent: Sequence[Sent]) -> dict[tuple[str, str], str]:
    """Return the texts of those versions that are there already."""
    again = {one.stix_id for one in sent if not one.fault and one.version in known[one.stix_id].versions}
    found: dict[tuple[str, str], str] = {}
    for some in _parts(again):
        stored = StixObject.objects.filter(collection=collection, stix_id__in=some).order_by()
        found |= {(stix_id, v): body for stix_id, v, body in stored.values_list("stix_id", "version", "body")}
    return found


def _row(collection: Collection, sent: Sent, known: Known) -> StixObject:
    """Return the object's row, and take from the others of its id what they aren't any more: first, or last."""
    version = sent.version
    is_first, is_last = not known.first or version < known.first, not known.last or version > known.last
    for other in known.rows:
        other.is_first, other.is_last = other.is_first and not is_first, other.is_last and not is_last
    row = StixObject(
        collection=collection,
        stix_id=sent.stix_id,
        version=version,
        spec_version=sent.thing.get("spec_version", "2.1"),
        type=sent.thing["type"],
        is_first=is_first,
        is_last=is_last,
        body=sent.text,
    )
    known.first = version if is_first else known.first
    known.last = version if is_last else known.last
    known.rows.append(row)
    return row


def _store(collection: Collection, rows: list[StixObject], by: Viewer, added_for: int | None, at: datetime) -> None:
    if not rows:
        return
    begin = max(collection.last + 1, place_of_moment(at))
    for place, row in enumerate(rows, begin):
        row.sequence, row.added_by, row.added_for_id = place, by.person, added_for
    _take_flags(collection, {row.stix_id for row in rows if row.is_last}, "is_last")
    _take_flags(collection, {row.stix_id for row in rows if row.is_first}, "is_first")
    StixObject.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    Collection.objects.filter(pk=collection.pk).update(last=begin + len(rows) - 1)


def _take_flags(collection: Collection, stix_ids: Iterable[str], flag: str) -> None:
    for some in _parts(stix_ids):
        StixObject.objects.filter(collection=collection, stix_id__in=some, **{flag: True}).update(**{flag: False})


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


def _parts(stix_ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the ids in parts that a statement takes at once."""
    found = sorted(stix_ids)
    yield from (found[start : start + _ROWS_AT_ONCE] for start in range(0, len(found), _ROWS_AT_ONCE))
