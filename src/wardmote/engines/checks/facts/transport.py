"""How is mail to a domain carried: which servers offer encryption, with which certificates, and who insists on it?"""

from dataclasses import dataclass
from datetime import datetime

from wardmote.engines.checks.facts.answers import Absent, Answer, Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.records import Tlsa


@dataclass(frozen=True)
class MailVisit:
    """What a mail server showed to a visitor who never sends mail.

    `greeting` is its first line. Without TLS on offer there is no handshake; `refusal` is what a server says that
    offers TLS and declines when asked for it.
    """

    address: str
    greeting: str
    offers_tls: bool
    handshake: Handshake | Unreachable | None = None
    refusal: str = ""


@dataclass(frozen=True)
class MailHost:
    """A mail server by its name in the MX record: how it was met, and its TLSA records.

    Absent means that the name has no address. `tlsa` is None where the server's own zone isn't signed: no TLSA record
    counts there (RFC 7672, section 2.2).
    """

    name: str
    visit: MailVisit | Absent | Unreachable
    tlsa: Answer[Tlsa] | None = None

    @property
    def handshake(self) -> Handshake | None:
        """The handshake, where one came about."""
        found = self.visit.handshake if isinstance(self.visit, MailVisit) else None
        return found if isinstance(found, Handshake) and found.version else None

    @property
    def why_unknown(self) -> Unreachable | None:
        """Why nothing is known of the server, or of its handshake."""
        met = self.visit.handshake if isinstance(self.visit, MailVisit) else self.visit
        return met if isinstance(met, Unreachable) else None


@dataclass(frozen=True)
class MailTransport:
    """The servers that take a domain's mail, best preference first, as they were at one moment.

    `is_signed`: the MX records' own signatures hold. `unvisited` counts servers beyond the few that are visited.
    """

    domain: str
    at: datetime
    hosts: tuple[MailHost, ...] = ()
    is_signed: bool = False
    unvisited: int = 0


@dataclass(frozen=True)
class PolicyFile:
    """What the policy's address gives: `trouble` says why TLS failed, and then there is nothing else."""

    trouble: str = ""
    status: int = 0
    content_type: str = ""
    text: str = ""
    is_whole: bool = True
    leads_to: str = ""


@dataclass(frozen=True)
class MtaStsPolicy:
    """The MTA-STS policy that a domain serves, and the mail servers that it ought to name.

    Nothing is fetched (`file` is None) where no record announces a policy; Absent says that `mta-sts.<domain>` is no
    host.
    """

    domain: str
    servers: tuple[str, ...] = ()
    file: PolicyFile | Absent | Unreachable | None = None


@dataclass(frozen=True)
class MailCertificates:
    """The servers' certificates, and the policy that may make senders insist on them."""

    transport: MailTransport
    policy: MtaStsPolicy | Unreachable
