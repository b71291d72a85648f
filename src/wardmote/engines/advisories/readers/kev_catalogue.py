"""Which vulnerabilities are known to be exploited? (CISA's catalogue, as JSON and as CSV)"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ..facts import Advisory, Affected, Broken, Exploited, Kind, Product
from ..reading.csv_lines import rows
from ..reading.fields import Unreadable
from ..reading.ids import cve
from ..reading.json_lists import entries
from ..reading.limits import kept
from ..reading.moments import day, moment
from ..reading.packed import first_document
from ..reading.references import references
from ..reading.texts import line, plain
from ..reading.unpacking import Document, read_each
from ..shelf import Reader

_COLUMNS = (b"cveid", b"vendorproject", b"dateadded")
_UNREAD = "The catalogue names no versions."


def recognises(head: bytes, name: str) -> bool:
    """Look for the fields that only the catalogue has."""
    head, _ = first_document(head, name)
    lower = head.lower()
    if lower.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return b'"catalogversion"' in lower or all(b'"%s"' % column in lower for column in _COLUMNS)
    return all(column in lower.partition(b"\n")[0] for column in _COLUMNS)


def read(stream: BinaryIO) -> Iterator[Advisory | Broken]:
    """Give an advisory for each entry. It adds to what others say of a CVE, and names the product in words only."""
    return kept(read_each(stream, _read_catalogue))


def _read_catalogue(document: Document) -> Iterator[Advisory | Broken]:
    start = document.stream.peek(16)[:16].lstrip(b"\xef\xbb\xbf \t\r\n")  # type: ignore[attr-defined]
    is_json = start[:1] in (b"{", b"[")
    beside: dict[str, Any] = {}
    found = entries(document.stream, within="vulnerabilities", beside=beside) if is_json else rows(document.stream)
    for one in found:
        if isinstance(one, Broken):
            yield one
            continue
        number, entry = one
        try:
            yield advisory_of(entry, beside.get("dateReleased"))
        except Unreadable as fault:
            yield Broken(line(entry.get("cveID"), 60) or str(number), str(fault))


def advisory_of(entry: dict[str, Any], released: Any = None) -> Advisory:
    """Read one entry; Unreadable where it has no CVE id or no day on which it was listed."""
    key, listed_on = cve(entry.get("cveID")), day(entry.get("dateAdded"))
    if not key:
        raise Unreadable("It has no CVE id.")
    if listed_on is None:
        raise Unreadable("It doesn't say since when it is listed.")
    product = Product(line(entry.get("vendorProject")), line(entry.get("product")))
    notes = plain(entry.get("notes")).replace(";", " ").split()
    return Advisory(
        kind=Kind.KEV,
        key=key,
        title=line(entry.get("vulnerabilityName")) or key,
        ids=(key,),
        summary=plain(entry.get("shortDescription")),
        publisher="CISA",
        published=moment(entry.get("dateAdded")),
        revised=moment(released),
        is_whole=False,
        affected=(Affected(product, unread=_UNREAD),) if product.name else (),
        exploited=Exploited(
            listed_on,
            day(entry.get("dueDate")),
            line(entry.get("knownRansomwareCampaignUse")).lower() == "known",
            plain(entry.get("requiredAction")),
        ),
        references=references((note, "") for note in notes[:100]),
    )


READER = Reader(
    kind=Kind.KEV, title="Catalogue of known exploited vulnerabilities", recognises=recognises, read=read, rank=20
)
