"""What does a DMARC aggregate report say (RFC 7489, appendix C; RFC 9990), and what does a TLS report (RFC 8460)?

Every row is frozen. Times are UTC, addresses are written in their shortest form, words with a fixed meaning are in
lower case, and a text that the reporter left out or blank is "". Rows that come several to a record are tuples, which
are made in a third of the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """The DMARC record as the reporter found it; "" where the report doesn't say."""

    domain: str
    p: str = ""
    sp: str = ""
    np: str = ""
    adkim: str = ""
    aspf: str = ""
    pct: str = ""
    fo: str = ""
    testing: str = ""
    discovery_method: str = ""


class DkimResult(NamedTuple):
    """One DKIM signature and what became of it."""

    domain: str
    selector: str
    result: str
    human_result: str = ""


class SpfResult(NamedTuple):
    """The answer of SPF for one identity."""

    domain: str
    scope: str
    result: str
    human_result: str = ""


class Reason(NamedTuple):
    """Why the receiver did something other than the policy asks."""

    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Record:
    """Messages of one source that were judged alike."""

    source_ip: str
    count: int
    disposition: str
    dkim_aligned: bool
    spf_aligned: bool
    reasons: tuple[Reason, ...]
    header_from: str
    envelope_from: str
    envelope_to: str
    dkim_results: tuple[DkimResult, ...]
    spf_results: tuple[SpfResult, ...]

    @property
    def is_dmarc_pass(self) -> bool:
        """DMARC fails only where both alignments fail (RFC 7489, section 4.2)."""
        return self.dkim_aligned or self.spf_aligned


@dataclass(frozen=True)
class Report:
    """One aggregate report. Its records are read while they are asked for, once; that may raise ReportError."""

    org_name: str
    report_id: str
    begin: datetime
    end: datetime
    domain: str
    policy: PublishedPolicy
    records: Iterator[Record] = field(repr=False, compare=False)

    @property
    def day(self) -> date:
        """The day in UTC that the middle of the period lies in: the one that most of its messages were sent on."""
        return (self.begin + (self.end - self.begin) / 2).date()


@dataclass(frozen=True, slots=True)
class FailureDetail:
    """Sessions that failed in one way (RFC 8460, section 4.4)."""

    result_type: str
    count: int
    sending_ip: str
    receiving_mx: str
    receiving_helo: str
    receiving_ip: str
    reason_code: str
    more: str


@dataclass(frozen=True, slots=True)
class TlsPolicy:
    """What one policy of the domain did to sessions: kind is sts, tlsa or no-policy-found."""

    kind: str
    domain: str
    lines: tuple[str, ...]
    mx_hosts: tuple[str, ...]
    successes: int
    failures: int
    details: tuple[FailureDetail, ...]


@dataclass(frozen=True)
class TlsReport:
    """One report of TLS between mail servers."""

    org_name: str
    report_id: str
    begin: datetime
    end: datetime
    contact: str
    policies: tuple[TlsPolicy, ...]
