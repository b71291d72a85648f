"""What did the newest look see of a domain's DMARC record, and which record would ask for reports as well?"""

from collections.abc import Iterable
from dataclasses import dataclass

from wardmote.engines.checks.dmarc import (
    DmarcRecord,
    Policy,
    Standing,
    first_record,
    is_dmarc,
    read_dmarc,
    with_tags,
)
from wardmote.engines.checks.lines import txt_line
from wardmote.estate.models import Domain

from ..fixes import pieces_of
from ..models import TROUBLE, Finding, VerdictWord

_CHECK = "dmarc_policy"


@dataclass(frozen=True)
class DmarcSeen:
    """The record that applies to a domain's mail: its own, or one of a name above it.

    `is_known` says whether a look found anything out; `record` is None where there is none, or none that can be used.
    """

    domain: str
    is_known: bool = False
    stands_at: str = ""
    record: DmarcRecord | None = None
    is_none_there: bool = False

    @property
    def is_own(self) -> bool:
        """Say whether the record is the domain's own."""
        return self.stands_at == self.domain

    @property
    def policy(self) -> Policy | None:
        """Return the policy that stands in the record for this domain."""
        if self.record is None:
            return None
        return self.record.p if self.is_own else self.record.sp or self.record.p

    @property
    def is_rejecting(self) -> bool:
        """Say whether all mail that fails is to be rejected: neither a test nor a share of it."""
        record = self.record
        is_whole = record is not None and not record.is_testing and record.pct in (None, 100)
        return is_whole and self.policy is Policy.REJECT

    def reports_go_to(self, address: str) -> bool:
        """Say whether the record names this address for reports."""
        uris = self.record.rua if self.record and self.is_own else ()
        return any(uri.text.lower() == f"mailto:{address}".lower() for uri in uris)

    def asking(self, address: str) -> str:
        """Return the whole record that asks for reports at an address and weakens nothing; empty where it isn't known.

        A record of the domain's own gets the address besides those that it has. Where there is none, the new one keeps
        to the policy of the record above, or only asks for reports if there is none above either.
        """
        uri = f"mailto:{address}"
        if self.record and self.is_own:
            named = [one.text for one in self.record.rua]
            return with_tags(self.record.text, {"rua": ",".join(dict.fromkeys((*named, uri)))})
        if self.record and self.policy:
            kept = self.policy.in_test if self.record.is_testing else self.policy
            return first_record(self.domain, kept, reports_to=uri)
        return first_record(self.domain, Policy.NONE, reports_to=uri) if self.is_none_there else ""

    def line_asking(self, address: str) -> str:
        """Return that record as a line of a zone file; empty where it isn't known."""
        text = self.asking(address)
        return txt_line(f"_dmarc.{self.domain}", text) if text else ""


def dmarc_seen(domains: Iterable[Domain]) -> dict[int, DmarcSeen]:
    """Return what was seen of each domain, by its number."""
    names = {domain.pk: domain.name for domain in domains}
    found = Finding.objects.filter(domain__in=names, check_id=_CHECK, until__isnull=True).order_by()
    seen = {row.domain_id: _seen(names[row.domain_id], row) for row in found}
    return {pk: seen.get(pk, DmarcSeen(name)) for pk, name in names.items()}


def _seen(name: str, finding: Finding) -> DmarcSeen:
    if finding.verdict == VerdictWord.UNKNOWN:
        return DmarcSeen(name)
    if not finding.evidence:
        return DmarcSeen(name, is_known=True, is_none_there=finding.verdict in TROUBLE)
    lines = [piece.record for line in finding.evidence for piece in pieces_of(str(line)) if piece.record]
    if len(lines) != 1 or not is_dmarc(lines[0].value):
        return DmarcSeen(name, is_known=True)
    record = read_dmarc(lines[0].value)
    at = lines[0].name.removeprefix("_dmarc.").lower()
    usable = record if record.standing is Standing.SOUND and not record.faults else None
    return DmarcSeen(name, is_known=True, stands_at=at, record=usable)
