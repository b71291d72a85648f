"""Which DMARC record should stand in place of one that is missing, too weak or wrong?"""

import re
from collections.abc import Mapping, Sequence

from ..report_uris import MOST_URIS, read_uris
from ..tag_list import Tag
from .record import DmarcRecord, Policy, Standing, read_dmarc
from .shared_parents import owner_of

_BEGINNING = re.compile(r"[\s\"'\u201c\u2018]{0,9}v\s{0,9}=\s{0,9}dmarc1?[\s;,]{0,9}", re.IGNORECASE)
_OF_REPORTS = ("rua", "ruf")


def with_tags(text: str, changes: Mapping[str, str | None]) -> str:
    """Return a record with these tags set where they stand, or at its end; None takes a tag out."""
    pieces: list[str] = []
    left = dict(changes)
    for piece in (piece.strip() for piece in text.split(";")):
        name = piece.partition("=")[0].strip().lower()
        value = left.pop(name, "") if name in changes else ""
        if piece and name not in changes:
            pieces.append(piece)
        elif value:
            pieces.append(f"{name}={value}")
    return "; ".join((*pieces, *(f"{name}={value}" for name, value in left.items() if value)))


def with_policy(record: DmarcRecord, policy: Policy) -> str:
    """Return the record with this policy for all mail: without pct= and t=, and with no weaker one for other names."""
    changes: dict[str, str | None] = {"p": policy.value, "pct": None, "t": None}
    weaker = [name for name, value in (("sp", record.sp), ("np", record.np)) if value is None and record.has_tag(name)]
    text = with_tags(record.text, changes | dict.fromkeys(weaker))
    return policy_first(text)


def policy_first(text: str) -> str:
    """Put p= behind the version, where RFC 7489 wants it."""
    pieces = text.split("; ")
    return "; ".join(sorted(pieces, key=lambda piece: (not piece.startswith("v="), not piece.startswith("p="))))


def first_record(domain: str, policy: Policy, *, reports_to: str = "") -> str:
    """Return a record for a domain that has none; below a shared parent it says that the organisation ends here."""
    reports = f"; rua={reports_to}" if reports_to else ""
    ends_here = "; psd=n" if owner_of(domain) == domain else ""
    return f"v=DMARC1; p={policy}{reports}{ends_here}"


def mailbox_for(domain: str, *, takes_mail: bool | None) -> str:
    """Return an address for reports at a name that takes mail: the domain or its owner's name; nothing where none is.

    `takes_mail`: whether the domain does; None where nobody answered.
    """
    if takes_mail is not False:
        return f"mailto:dmarc@{domain}"
    owner = owner_of(domain)
    return f"mailto:dmarc@{owner}" if owner and owner != domain else ""


def merged(records: Sequence[DmarcRecord], base: DmarcRecord) -> str:
    """Return one of several records with the addresses for reports of all of them."""
    addresses = dict.fromkeys(uri.text for record in records for uri in record.rua)
    return with_tags(mended(base), {"rua": ",".join(addresses) or None})


def mended(record: DmarcRecord) -> str:
    """Return the record without the tags that can't be read, and with mailto: before addresses that lack it."""
    pieces = [
        f"{tag.name}={tag.value}" for tag in record.tags if tag.name not in _OF_REPORTS and not _is_faulty(record, tag)
    ]
    for tag in record.tags:
        addresses = (
            [_address(piece.strip()) for piece in tag.value.split(",")[:MOST_URIS]] if tag.name in _OF_REPORTS else []
        )
        if kept := ",".join(address for address in addresses if address):
            pieces.append(f"{tag.name}={kept}")
    return "; ".join(pieces)


def _is_faulty(record: DmarcRecord, tag: Tag) -> bool:
    return any(tag.value_position <= fault.position <= tag.value_position + len(tag.value) for fault in record.faults)


def _address(text: str) -> str:
    """Return an address for reports as it must be written, or nothing where it can't be guessed."""
    return next((attempt for attempt in (text, f"mailto:{text}") if not read_uris(attempt, 0)[1]), "")


def begun_properly(text: str) -> str | None:
    """Return the record that a text was meant as, which receivers pass over for how it begins; None if unclear."""
    start = _BEGINNING.match(text)
    rest = text[start.end() :].strip("\"' ;\u201c\u201d") if start else ""
    record = read_dmarc(f"v=DMARC1; {rest}")
    return record.text if record.standing is Standing.SOUND and not record.faults else None


def without_addresses(record: DmarcRecord, unwanted: frozenset[str], instead: str) -> str:
    """Return the record without these addresses for reports (as published), or with another where none is left."""
    changes: dict[str, str | None] = {}
    kept = [uri.text for uri in record.rua if uri.text not in unwanted]
    changes["rua"] = ",".join(kept) or instead or None
    if record.has_tag("ruf"):
        changes["ruf"] = ",".join(uri.text for uri in record.ruf if uri.text not in unwanted) or None
    return with_tags(record.text, changes)
