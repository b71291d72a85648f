"""Which of the sightings that are handed on tell of a vulnerability that we have a story of?

A sighting names the object that was seen: a vulnerability beside it, or in another collection of the same owner whose
readers are no others; or it names the CVE itself. It is kept with its collection, whose readers alone it is counted
for. Where it was seen isn't read.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from wardmote.engines.advisories.facts import Label

from .models import Collection, Sighting, StixObject, StoryName

MOST_COUNT = 999_999_999
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_ROWS_AT_ONCE = 500


def join_early_sightings(at: datetime) -> int:
    """Look anew at sightings that tell of no story yet: one may have been told since. Returns how many found theirs."""
    joined = Sighting.objects.filter(collection=OuterRef("collection"), stix_id=OuterRef("stix_id"))
    waiting = StixObject.objects.filter(~Exists(joined), type="sighting", is_last=True)
    waiting = waiting.exclude(collection__label=Label.RED.value).order_by("collection", "sequence")
    before = Sighting.objects.count()
    with transaction.atomic():
        found = waiting.select_related("collection").iterator(chunk_size=_ROWS_AT_ONCE)
        for _key, rows in groupby(found, key=lambda row: row.collection_id):
            for some in _chunks(rows):
                keep_sightings(some[0].collection, some, at)
    return Sighting.objects.count() - before


def keep_sightings(collection: Collection, rows: Sequence[StixObject], at: datetime) -> None:
    """Keep what newly added sightings tell; one that is revoked, or tells of something else now, counts no more."""
    told = [row for row in rows if row.type == "sighting" and row.is_last]
    if not told or collection.label == Label.RED.value:
        return
    things: dict[str, dict[str, Any]] = {row.stix_id: json.loads(row.body) for row in told}
    named = _names_of(collection, things)
    stories = _stories({name for names in named.values() for name in names})
    for some in _parts(things):
        Sighting.objects.filter(collection=collection, stix_id__in=some).delete()
    Sighting.objects.bulk_create(
        [
            _sighting(collection, stix_id, story, things[stix_id], at)
            for stix_id, names in named.items()
            if things[stix_id].get("revoked") is not True
            for story in sorted({stories[name] for name in names if name in stories})
        ],
        batch_size=_ROWS_AT_ONCE,
    )


def _names_of(collection: Collection, things: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    refs = {str(thing.get("sighting_of_ref")) for thing in things.values()}
    seen: dict[str, set[str]] = {}
    for some in _parts(ref for ref in refs if ref.startswith("vulnerability--")):
        found = StixObject.objects.filter(_readable(collection), stix_id__in=some, is_last=True).order_by()
        for stix_id, body in found.values_list("stix_id", "body"):
            seen.setdefault(stix_id, set()).update(cves_in(json.loads(body)))
    return {
        stix_id: cves_in(thing) | seen.get(str(thing.get("sighting_of_ref")), set())
        for stix_id, thing in things.items()
    }


def _readable(collection: Collection) -> Q:
    """Condition: whoever reads the collection may read the other one as well."""
    wide = [label.value for label in Label if label.strictness <= Label(collection.label).strictness]
    wider = Q(collection__owner=collection.owner_id, collection__label__in=wide)
    as_many = Q(collection__circle=None) | Q(collection__circle=collection.circle_id)
    return Q(collection=collection) | (wider & as_many)


def cves_in(thing: dict[str, Any]) -> set[str]:
    """Return the CVE numbers that an object names itself by."""
    outside = thing.get("external_references")
    said = [one.get("external_id") for one in outside if isinstance(one, dict)] if isinstance(outside, list) else []
    said += [thing.get("name")] if thing.get("type") == "vulnerability" else []
    words = {one.strip().upper() for one in said if isinstance(one, str)}
    return {word for word in words if _CVE.fullmatch(word)}


def _stories(names: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _parts(names):
        found |= dict(StoryName.objects.filter(name__in=some).values_list("name", "story"))
    return found


def _sighting(collection: Collection, stix_id: str, story: int, thing: dict[str, Any], at: datetime) -> Sighting:
    first, last = _moment(thing.get("first_seen")), _moment(thing.get("last_seen"))
    if first and last and last < first:
        first = last = None
    return Sighting(
        collection=collection,
        story_id=story,
        stix_id=stix_id,
        count=_count(thing.get("count")),
        seen_from=first,
        seen_to=last,
        at=at,
    )


def _count(told: object) -> int:
    return min(told, MOST_COUNT) if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else 1


def _moment(told: object) -> datetime | None:
    try:
        return datetime.fromisoformat(told).astimezone(UTC) if isinstance(told, str) else None
    except (ValueError, OverflowError):
        return None


def _chunks(rows: Iterable[StixObject]) -> Iterator[list[StixObject]]:
    left = iter(rows)
    while some := list(islice(left, _ROWS_AT_ONCE)):
        yield some


def _parts(words: Iterable[str]) -> Iterator[list[str]]:
    found = sorted(words)
    yield from (found[start : start + _ROWS_AT_ONCE] for start in range(0, len(found), _ROWS_AT_ONCE))
