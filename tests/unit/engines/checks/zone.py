"""What would the DNS say to a dialogue, if it held just these records?

Names are keys; records are texts with their type first: `TXT v=spf1 -all`, `A 192.0.2.1`, `MX mail.example`, `PTR …`,
`CNAME …`. The record TIMEOUT fails every question that the other records don't answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from wardmote.engines.checks.questions import (
    EMPTY,
    MISSING,
    Addresses,
    Answer,
    Mx,
    Ptr,
    Question,
    Txt,
    failed,
    found,
)

TIMEOUT = "TIMEOUT"


@dataclass
class Zone:
    """Records by name, and a list of the questions that were asked."""

    records: Mapping[str, Sequence[str]]
    asked: list[Question] = field(default_factory=list)

    def __call__(self, question: Question) -> Answer:
        """Answer one question."""
        self.asked.append(question)
        match question:
            case Txt(name):
                return self._of(name, "TXT")
            case Addresses(name, family):
                return self._of(name, "A" if family == 4 else "AAAA")
            case Mx(name):
                return self._of(name, "MX")
            case Ptr(ip):
                return self._of(ip_address(ip).reverse_pointer, "PTR")

    def _of(self, name: str, kind: str) -> Answer:
        records = self.records.get(name.lower().removesuffix("."))
        if records is None:
            return MISSING
        alias = [record.partition(" ")[2] for record in records if record.startswith("CNAME ")]
        if alias:
            return self._of(alias[0], kind)
        values = [record.partition(" ")[2] for record in records if record.partition(" ")[0] == kind]
        if values:
            return found(*values)
        return failed("no answer came in time") if TIMEOUT in records else EMPTY
