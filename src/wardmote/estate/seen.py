"""Which products were seen from outside? Another room looks; the inventory keeps what it saw, as a list of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wardmote.register.models import Body

from .actions.replace_items import Replaced, replace_items
from .line_facts import SEEN_BATCH, LineFacts, written_of
from .models import ItemSource


@dataclass(frozen=True, slots=True)
class Seen:
    """A product that answers to the internet, and where (`where`: www.example.gov.uk)."""

    name: str
    where: str
    vendor: str = ""
    version: str = ""
    cpe: str = ""


def add_seen(*, council: Body, seen: Sequence[Seen], at: datetime) -> Replaced:
    """Keep all that was seen of a council; what isn't seen any more is removed."""
    lines: dict[str, list[Seen]] = {}
    for one in seen:
        lines.setdefault(written_of(one.vendor, one.name, one.version), []).append(one)
    facts = [
        LineFacts(
            written,
            vendor=ones[0].vendor,
            name=ones[0].name,
            version=ones[0].version,
            cpe=ones[0].cpe,
            note=", ".join(dict.fromkeys(one.where for one in ones))[:300],
            is_exposed=True,
        )
        for written, ones in lines.items()
    ]
    return replace_items(by=None, council=council, batch=SEEN_BATCH, source=ItemSource.SEEN, lines=facts, at=at)
