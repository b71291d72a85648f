"""What does a CVE record say? (CVE JSON 5: one, a list, one to a line, or an archive of the CVE list)"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..facts import Advisory, Broken, Exploited, Kind, Reference, Remedy, Score
from ..reading.cve_products import affected_of
from ..reading.fields import Unreadable, fields, listed, word
from ..reading.ids import cve
from ..reading.json_lists import entries
from ..reading.limits import kept
from ..reading.moments import day, moment
from ..reading.packed import first_document
from ..reading.references import references
from ..reading.texts import line, plain
from ..reading.unpacking import Document, read_each
from ..shelf import Reader

_MEMBER = re.compile(r"(?:.*/)?CVE-\d{4}-\d{4,9}\.json", re.IGNORECASE)
_OF_THE_LIST = re.compile(r"(?:.*/)?cves/", re.IGNORECASE)
_SCORES = ("cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0")
_MOST_REFERENCES = 500


def recognises(head: bytes, name: str) -> bool:
    """Look for the type that a record names; an archive is known by the names in it as well."""
    first, inner = first_document(head, name)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    is_record = start in (b"{", b"[") and (b'"CVE_RECORD"' in first or b'"cveMetadata"' in first)
    is_list = first != head and bool(_MEMBER.fullmatch(inner) or _OF_THE_LIST.match(inner))
    return is_record or is_list


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give an advisory for each record, also for those that are rejected (withdrawn)."""
    return kept(read_each(stream, _read_records))


def _read_records(document: Document) -> Iterator[Advisory | Broken]:
    if document.member and document.member.lower().endswith(".json") and not _MEMBER.fullmatch(document.member):
        return  # what changed lately, beside the records themselves
    if document.member and not document.member.lower().endswith((".json", ".jsonl", ".ndjson")):
        return
    for found in entries(document.stream):
        if isinstance(found, Broken):
            yield found
            continue
        number, record = found
        try:
            yield advisory_of(record)
        except Unreadable as fault:
            yield Broken(line(fields(record.get("cveMetadata")).get("cveId"), 60) or str(number), str(fault))


def advisory_of(record: dict[str, Any]) -> Advisory:
    """Read one record; Unreadable where it has no id, or says nothing yet."""
    metadata, containers = fields(record.get("cveMetadata")), fields(record.get("containers"))
    key = cve(metadata.get("cveId"))
    if not key:
        raise Unreadable("It has no CVE id.")
    cna, adps = fields(containers.get("cna")), listed(containers.get("adp"), 50)
    if not cna and not adps:
        raise Unreadable("It holds no words of its publisher: the id is only reserved.")
    all_of_them = [cna, *adps]
    is_withdrawn = word(metadata.get("state")).upper() == "REJECTED"
    return Advisory(
        kind=Kind.CVE,
        key=key,
        title=line(cna.get("title")) or key,
        ids=(key,),
        summary=_english(cna.get("rejectedReasons" if is_withdrawn else "descriptions")),
        publisher=_name_of(cna) or line(metadata.get("assignerShortName"), 100),
        published=moment(metadata.get("datePublished")) or moment(cna.get("datePublic")),
        revised=moment(metadata.get("dateUpdated")),
        revision=line(metadata.get("dateUpdated"), 60),
        is_withdrawn=is_withdrawn,
        scores=_scores(all_of_them),
        affected=affected_of(all_of_them),
        exploited=_exploited(adps),
        remedies=(*_remedies(cna, "solutions", "vendor_fix"), *_remedies(cna, "workarounds", "workaround")),
        references=_references(all_of_them),
    )


def _english(descriptions: Any) -> str:
    found = listed(descriptions, 50)
    english = [one for one in found if word(one.get("lang")).lower().startswith("en")]
    return plain((english or found or [{}])[0].get("value"))


def _name_of(container: dict[str, Any]) -> str:
    return line(fields(container.get("providerMetadata")).get("shortName"), 100)


def _scores(containers: list[dict[str, Any]]) -> tuple[Score, ...]:
    found = [
        Score(vector, _name_of(container))
        for container in containers
        for metric in listed(container.get("metrics"), 50)
        for kind in _SCORES
        if (vector := line(fields(metric.get(kind)).get("vectorString"), 200))
    ]
    return tuple(dict.fromkeys(found))


def _exploited(adps: list[dict[str, Any]]) -> Exploited | None:
    """Return CISA's entry in its catalogue, as its container repeats it. What SSVC says of exploitation isn't that."""
    for container in adps:
        for metric in listed(container.get("metrics"), 50):
            other = fields(metric.get("other"))
            listed_on = day(fields(other.get("content")).get("dateAdded"))
            if word(other.get("type")).lower() == "kev" and listed_on and _name_of(container) == "CISA-ADP":
                return Exploited(listed_on)
    return None


def _remedies(container: dict[str, Any], key: str, kind: str) -> tuple[Remedy, ...]:
    texts = _english(container.get(key))
    return (Remedy(kind, texts),) if texts else ()


def _references(containers: list[dict[str, Any]]) -> tuple[Reference, ...]:
    return references(
        (one.get("url"), one.get("name"))
        for container in containers
        for one in listed(container.get("references"), _MOST_REFERENCES)
    )


READER = Reader(kind=Kind.CVE, title="CVE records", recognises=recognises, read=read, rank=30)
