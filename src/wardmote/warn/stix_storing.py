"""How do objects come to lie in a collection, each version once, in an order that nobody passes over?"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wardmote.register.models import Person

from .models import Collection, StixObject
from .models.taxii import place_of_moment
from .sightings import keep_sightings
from .taxii_objects import Sent

_ROWS_AT_ONCE = 500
OTHER_CONTENT = "This version of the object is here already, with other content. Send a later version."


@dataclass(frozen=True)
class Giver:
    """Who adds objects, and for which body; nobody is named where the house does, or whoever gives stays unnamed."""

    person: Person | None = None
    body: int | None = None


@dataclass
class Known:
    """The versions of one object that a collection has, and the rows that it is about to have."""

    versions: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""
    rows: list[StixObject] = field(default_factory=list)


def store_objects(
    locked: Collection, sent: Sequence[Sent], giver: Giver, at: datetime
) -> tuple[list[tuple[Sent, str]], list[StixObject]]:
    """Return each object with what is wrong with it, and the rows that were stored.

    Asked on the house's own behalf, in a transaction that holds the collection's row.
    """
    known = _known(locked, {one.stix_id for one in sent if not one.fault})
    told, rows = _settle(locked, known, sent)
    if is_unnamed(locked):
        giver = Giver()
    _take_flags(locked, [row for row in rows if known[row.stix_id].versions])
    _store(locked, rows, giver, at)
    keep_sightings(locked, rows, at)
    return told, rows


def is_unnamed(collection: Collection) -> bool:
    """Say whether who adds isn't kept: what is shared in a circle of the Chatham House rule may be used, not traced.

    As for posts, neither the rows nor the log hold it. The sender's own status names them, to them alone, for a week.
    """
    return collection.circle is not None and collection.circle.is_chatham_house


def _settle(
    collection: Collection, known: dict[str, Known], sent: Sequence[Sent]
) -> tuple[list[tuple[Sent, str]], list[StixObject]]:
    """Return each object with what is wrong with it, and the rows to store."""
    contents = _contents(collection, known, sent)
    told, rows = [], []
    for one in sent:
        key = (one.stix_id, one.version)
        if one.fault:
            told.append((one, one.fault))
        elif key in contents:
            told.append((one, "" if json.loads(contents[key]) == one.thing else OTHER_CONTENT))
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


def _store(collection: Collection, rows: list[StixObject], giver: Giver, at: datetime) -> None:
    if not rows:
        return
    begin = max(collection.last + 1, place_of_moment(at))
    for place, row in enumerate(rows, begin):
        row.sequence, row.added_by, row.added_for_id = place, giver.person, giver.body
    StixObject.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    Collection.objects.filter(pk=collection.pk).update(last=begin + len(rows) - 1)


def _take_flags(collection: Collection, rows: Sequence[StixObject]) -> None:
    """Take from stored versions what new ones of the same objects are now: the last, or the first."""
    for flag in ("is_last", "is_first"):
        for some in _parts({row.stix_id for row in rows if getattr(row, flag)}):
            stored = StixObject.objects.filter(collection=collection, stix_id__in=some, **{flag: True})
            stored.update(**{flag: False})


def _parts(stix_ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the ids in parts that a statement takes at once."""
    found = sorted(stix_ids)
    yield from (found[start : start + _ROWS_AT_ONCE] for start in range(0, len(found), _ROWS_AT_ONCE))
