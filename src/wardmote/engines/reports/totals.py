"""How many messages did each source send in our name on a day, and how were they judged?"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from wardmote.engines.reports.rows import Record
from wardmote.engines.reports.sources import name_of


class Slot(NamedTuple):
    """What messages are counted by: a tuple, as one report may fill a hundred thousand of them."""

    day: date
    source_ip: str
    sender: str  # the well-known sender's name, or ""
    header_from: str
    dkim_aligned: bool
    spf_aligned: bool
    disposition: str

    @property
    def is_dmarc_pass(self) -> bool:
        """DMARC fails only where both alignments fail."""
        return self.dkim_aligned or self.spf_aligned


def aggregate(records: Iterable[Record], day: date) -> dict[Slot, int]:
    """Return the number of messages in each slot, all of the day that `Report.day` names."""
    totals: dict[Slot, int] = {}
    for record in records:
        slot = Slot(
            day,
            record.source_ip,
            name_of(record),
            record.header_from,
            record.dkim_aligned,
            record.spf_aligned,
            record.disposition,
        )
        totals[slot] = totals.get(slot, 0) + record.count
    return totals
