"""How does a warning of ours read as STIX 2.1?

The same warning gives the same objects with the same ids each time. Software gets the id that the standard computes
from its properties (STIX 2.1, section 2.9); all else an id of our own made from the warning's.
"""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from .markings import MARKING_IDS, marking_object
from .told import Publisher, Seen, Told, ToldProduct

_SOFTWARE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_OURS = UUID("6f1d1d0e-3a5f-5c0c-9f5c-6d0d6f9c2b11")
_ID_PROPERTIES = ("cpe", "name", "vendor", "version")

Thing = dict[str, Any]


def objects_of(told: Told) -> list[Thing]:
    """Return the warning as objects, each that another points at among them."""
    vulnerabilities = [_vulnerability(told, cve) for cve in dict.fromkeys(told.cves)]
    if not vulnerabilities:
        vulnerabilities = [_of(told, "vulnerability", "", {"name": told.name, "description": told.description})]
    software = list({one["id"]: one for one in (_software(told, product) for product in told.products)}.values())
    advice = _of(told, "course-of-action", "", {"name": f"What to do: {told.name}", "description": told.what_to_do})
    links = [_link(told, "mitigates", advice, each) for each in vulnerabilities]
    links += [_link(told, "related-to", each, one) for each in vulnerabilities for one in software]
    refs = [each["id"] for each in (*vulnerabilities, advice, *software, *links)]
    report = _report(told, refs)
    notes = [_note(told, report, vulnerabilities)] if told.note else []
    marking = [marking_object(told.label)]
    return [*marking, identity_of(told.publisher), *vulnerabilities, advice, *software, *links, report, *notes]


def identity_of(publisher: Publisher) -> Thing:
    """Return who tells."""
    since = stamp(publisher.since)
    found = {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{publisher.id}",
        "created": since,
        "modified": since,
        "name": publisher.name,
        "identity_class": "organization",
    }
    return found | ({"contact_information": publisher.contact} if publisher.contact else {})


def sighting_of(seen: Seen) -> list[Thing]:
    """Return a sighting with who tells of it; `vulnerability` is the id of the object that was seen at work."""
    moment = stamp(seen.created)
    found: Thing = {
        "type": "sighting",
        "spec_version": "2.1",
        "id": f"sighting--{_own_id(f'{seen.id} sighting')}",
        "created_by_ref": f"identity--{seen.publisher.id}",
        "created": moment,
        "modified": moment,
        "object_marking_refs": [MARKING_IDS[seen.label]],
        "count": seen.count,
        "sighting_of_ref": seen.vulnerability,
    }
    found |= {"first_seen": stamp(seen.first)} if seen.first else {}
    found |= {"last_seen": stamp(seen.last)} if seen.last else {}
    found |= {"description": seen.description} if seen.description else {}
    found |= {"where_sighted_refs": [f"identity--{seen.by.id}"]} if seen.by else {}
    people = {one.id: one for one in (seen.publisher, seen.by) if one}
    return [marking_object(seen.label), *map(identity_of, people.values()), found]


def bundle_of(things: list[Thing], number: UUID) -> Thing:
    """Return objects as one file, each once."""
    return {"type": "bundle", "id": f"bundle--{number}", "objects": list({one["id"]: one for one in things}.values())}


def stamp(moment: datetime) -> str:
    """Return a moment as STIX writes it, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def _own_id(words: str) -> UUID:
    """Return an id made of words in the form of version 4, which the standard wants for all but observables."""
    return UUID(bytes=uuid5(_OURS, words).bytes, version=4)


def _of(told: Told, kind: str, which: str, said: Thing) -> Thing:
    found: Thing = {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{_own_id(f'{told.id} {kind} {which}')}",
        "created_by_ref": f"identity--{told.publisher.id}",
        "created": stamp(told.created),
        "modified": stamp(told.modified),
        "object_marking_refs": [MARKING_IDS[told.label]],
    }
    found |= {"revoked": True} if told.is_withdrawn else {}
    return found | {key: value for key, value in said.items() if value}


def _vulnerability(told: Told, cve: str) -> Thing:
    outside = [{"source_name": "cve", "external_id": cve}]
    return _of(told, "vulnerability", cve, {"name": cve, "external_references": outside})


def _report(told: Told, refs: list[str]) -> Thing:
    outside = [{"source_name": one.title or "Source", "url": one.url} for one in told.references]
    said = {
        "name": told.name,
        "description": told.description,
        "report_types": ["vulnerability"],
        "published": stamp(told.created),
        "object_refs": refs,
        "external_references": outside,
    }
    return _of(told, "report", "", said)


def _note(told: Told, report: Thing, vulnerabilities: list[Thing]) -> Thing:
    refs = [report["id"], *(each["id"] for each in vulnerabilities)]
    return _of(told, "note", "", {"content": told.note, "object_refs": refs})


def _link(told: Told, kind: str, source: Thing, target: Thing) -> Thing:
    said = {"relationship_type": kind, "source_ref": source["id"], "target_ref": target["id"]}
    return _of(told, "relationship", f"{kind} {source['id']} {target['id']}", said)


def _software(told: Told, product: ToldProduct) -> Thing:
    said = {key: getattr(product, key) for key in _ID_PROPERTIES if getattr(product, key)}
    # RFC 8785 orders keys and leaves no blanks: for texts alone this is all of it.
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    found = {"type": "software", "spec_version": "2.1", "id": f"software--{uuid5(_SOFTWARE, canonical)}"}
    return found | said | {"object_marking_refs": [MARKING_IDS[told.label]]}
