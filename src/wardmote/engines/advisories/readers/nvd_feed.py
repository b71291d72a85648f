"""What does the National Vulnerability Database say? (API 2.0: its pages, and its yearly files)"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ..facts import ANY, Advisory, Affected, Broken, Kind, Product, Reference, Score, Span
from ..reading.cpe_parts import cpe_parts
from ..reading.fields import Unreadable, fields, listed, word
from ..reading.ids import cve
from ..reading.json_lists import entries
from ..reading.limits import kept
from ..reading.moments import moment
from ..reading.packed import first_document
from ..reading.references import references
from ..reading.texts import line, plain
from ..reading.unpacking import Document, read_each
from ..shelf import Reader

_DEEPEST_NODES = 8
_WITHDRAWN = {"Rejected"}
_MOST_REFERENCES = 200
_RANGE = ("versionStartIncluding", "versionStartExcluding", "versionEndIncluding", "versionEndExcluding")


def recognises(head: bytes, name: str) -> bool:
    """Look for the name of the format, or for an entry of it; a packed file is looked into."""
    head, _ = first_document(head, name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    is_page = start == b"{" and b'"NVD_CVE"' in head
    return is_page or (start in (b"{", b"[") and b'"vulnStatus"' in head)


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give an advisory for each CVE, also for those that are rejected (withdrawn) or have no products yet."""
    return kept(read_each(stream, _read_page))


def _read_page(document: Document) -> Iterator[Advisory | Broken]:
    for found in entries(document.stream, within="vulnerabilities"):
        if isinstance(found, Broken):
            yield found
            continue
        number, entry = found
        record = fields(entry.get("cve")) or entry
        try:
            yield advisory_of(record)
        except Unreadable as fault:
            yield Broken(line(record.get("id"), 60) or str(number), str(fault))


def advisory_of(record: dict[str, Any]) -> Advisory:
    """Read one CVE; Unreadable where it has no id."""
    key = cve(record.get("id"))
    if not key:
        raise Unreadable("It has no CVE id.")
    summary = _english(record.get("descriptions"))
    return Advisory(
        kind=Kind.NVD,
        key=key,
        title=line(record.get("cisaVulnerabilityName")) or key,
        ids=(key,),
        summary=summary,
        publisher="NVD",
        published=moment(record.get("published")),
        revised=moment(record.get("lastModified")),
        revision=line(record.get("lastModified"), 60),
        is_withdrawn=word(record.get("vulnStatus")) in _WITHDRAWN,
        scores=_scores(fields(record.get("metrics"))),
        affected=affected_of(record.get("configurations")),
        references=_references(record.get("references")),
    )


def _english(descriptions: Any) -> str:
    found = listed(descriptions, 50)
    english = [one for one in found if word(one.get("lang")).lower().startswith("en")]
    return plain((english or found or [{}])[0].get("value"))


def _scores(metrics: dict[str, Any]) -> tuple[Score, ...]:
    found = [
        Score(line(fields(metric.get("cvssData")).get("vectorString"), 200), line(metric.get("source"), 100))
        for kind in sorted(metrics, reverse=True)
        if kind.startswith("cvssMetric")
        for metric in listed(metrics[kind], 20)
    ]
    return tuple(dict.fromkeys(score for score in found if score.vector))


def _references(value: Any) -> tuple[Reference, ...]:
    return references((one.get("url"), "") for one in listed(value, _MOST_REFERENCES))


def affected_of(configurations: Any) -> tuple[Affected, ...]:
    """Return the products of configurations.

    Of nodes that have to hold together, what is marked vulnerable is affected, and what isn't is what it runs on.
    Where three have to hold the shortest list of platforms stands for all: rather one warning too many than too few.
    What is excluded by `negate` is left out on both sides.
    """
    found: dict[tuple[Product, str, tuple[Product, ...]], dict[Span, None]] = {}
    for configuration in listed(configurations):
        for matches in _together(configuration, _DEEPEST_NODES):
            platforms = _platforms(matches)
            for match in (match for node in matches for match in node if match.get("vulnerable") is not False):
                _add(found, match, platforms)
    return tuple(
        Affected(product, spans=tuple(spans), unread="" if spans else unread, running_on=platforms)
        for (product, unread, platforms), spans in found.items()
    )


def _together(node: dict[str, Any], deepest: int) -> Iterator[list[list[dict[str, Any]]]]:
    """Yield alternatives, each a list of nodes (lists of matches) of which every one has to hold."""
    if node.get("negate") is True or not deepest:
        return
    inner = listed(node.get("nodes")) + listed(node.get("children"))
    own = listed(node.get("cpeMatch")) or listed(node.get("cpe_match"))
    if word(node.get("operator")).upper() != "AND":
        if own:
            yield [own]
        for child in inner:
            yield from _together(child, deepest - 1)
        return
    sides = [[match] for match in own]
    for child in inner:
        sides += [[match for node in one for match in node] for one in [_flat(child, deepest - 1)] if any(one)]
    yield sides


def _flat(node: dict[str, Any], deepest: int) -> list[list[dict[str, Any]]]:
    return [matches for alternative in _together(node, deepest) for matches in alternative]


def _platforms(sides: list[list[dict[str, Any]]]) -> tuple[Product, ...]:
    """Return the products of the shortest side of which nothing is vulnerable."""
    if len(sides) < 2:
        return ()
    quiet = [side for side in sides if all(match.get("vulnerable") is False for match in side)]
    named = [_products(side) for side in quiet]
    return min((products for products in named if products), key=len, default=())


def _products(side: list[dict[str, Any]]) -> tuple[Product, ...]:
    parts = (cpe_parts(word(match.get("criteria") or match.get("cpe23Uri"))) for match in side)
    return tuple(dict.fromkeys(part.product for part in parts if part))


def _add(
    found: dict[tuple[Product, str, tuple[Product, ...]], dict[Span, None]],
    match: dict[str, Any],
    platforms: tuple[Product, ...],
) -> None:
    criteria = word(match.get("criteria") or match.get("cpe23Uri"))
    parts = cpe_parts(criteria)
    if parts is None:
        unread = line(criteria, 200)
        if unread:
            found.setdefault((Product(name=unread), unread, platforms), {})
        return
    spans = _range(match) or parts.spans
    place = found.setdefault((parts.product, "" if spans else parts.unread, platforms), {})
    place.update(dict.fromkeys(spans))


def _range(match: dict[str, Any]) -> tuple[Span, ...]:
    low_in, low_out, high_in, high_out = (line(match.get(end), 200) for end in _RANGE)
    if not (low_in or low_out or high_in or high_out):
        return ()
    span = Span(low=low_in or low_out, low_included=not low_out, high=high_in or high_out, high_included=bool(high_in))
    return (ANY,) if not span.low and not span.high else (span,)


READER = Reader(kind=Kind.NVD, title="NVD page or yearly file", recognises=recognises, read=read, rank=30)
