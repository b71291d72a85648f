"""What does the DNS say about where a domain's mail goes, and how it is to be carried?"""

from dataclasses import dataclass

from wardmote.engines.checks.facts.answers import Answer
from wardmote.engines.checks.facts.records import Mx


@dataclass(frozen=True)
class MailServer:
    """A server that takes mail, and its addresses: those of IPv6 only where it has none of IPv4."""

    record: Mx
    addresses: Answer[str]


@dataclass(frozen=True)
class MailServers:
    """The MX records, best preference first, and whether the domain has an address that mail falls back to.

    `is_parked`: its owner says that the domain is only held. `alias` is the name that the domain leads to if it is an
    alias: no record may then stand at the domain itself.
    """

    domain: str
    servers: tuple[MailServer, ...] = ()
    has_address: bool = False
    is_parked: bool = False
    alias: str = ""

    @property
    def refuses_mail(self) -> bool:
        """Whether the domain says with a null MX that it takes no mail (RFC 7505)."""
        return len(self.servers) == 1 and self.servers[0].record.exchange == "."


@dataclass(frozen=True)
class TlsReportRecords:
    """The texts at `_smtp._tls` that mean to be TLS-RPT records, and whether the domain is meant to take mail."""

    domain: str
    takes_mail: bool
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class MtaStsRecords:
    """The texts at `_mta-sts` that mean to be MTA-STS records, and whether the domain is meant to take mail."""

    domain: str
    takes_mail: bool
    texts: tuple[str, ...] = ()
