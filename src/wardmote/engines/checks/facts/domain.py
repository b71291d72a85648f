"""What does the DNS say about a domain, its delegation and the names below it?"""

from dataclasses import dataclass
from enum import Enum

from wardmote.engines.checks.facts.answers import Answer
from wardmote.engines.checks.facts.records import Caa, Dnskey, Ds


@dataclass(frozen=True)
class CaaRecords:
    """The CAA records that hold for a domain, and the name at which they were found, climbing towards the root.

    `alias` is the name that the domain leads to if it is an alias: no record may then stand at the domain itself.
    """

    domain: str
    found_at: str = ""
    records: tuple[Caa, ...] = ()
    alias: str = ""


class Chain(Enum):
    """What a validating resolver makes of the domain's signatures."""

    VALID = "valid"
    BROKEN = "broken"
    UNPROVEN = "unproven"  # unsigned, or the resolver doesn't validate


@dataclass(frozen=True)
class Signatures:
    """Whether the domain is signed, and whether the chain from the root holds.

    `wanted_ds` are the DS records that would fit the zone's entry keys; `fault` is the resolver's own word. `alias` is
    the name that the domain leads to if it is an alias: it then holds no records of its own.
    """

    domain: str
    chain: Chain
    ds: tuple[Ds, ...] = ()
    keys: tuple[Dnskey, ...] = ()
    wanted_ds: tuple[Ds, ...] = ()
    fault: str = ""
    alias: str = ""


@dataclass(frozen=True)
class NameServer:
    """A name server and its addresses: those of IPv6 only where IPv4 leaves a question open."""

    name: str
    addresses: Answer[str]


@dataclass(frozen=True)
class Delegation:
    """The name servers of a domain; none where the domain is no zone of its own."""

    domain: str
    servers: tuple[NameServer, ...] = ()
    exists: bool = True


@dataclass(frozen=True)
class Host:
    """A name below the domain (or the domain itself) and what its address look-up came to."""

    name: str
    addresses: Answer[str]


@dataclass(frozen=True)
class Hosts:
    """The names of a domain that people and programs use."""

    domain: str
    hosts: tuple[Host, ...]


@dataclass(frozen=True)
class InsideAddresses:
    """The address records that lead inside a network, as name and address; `unknown` is a name nobody answered for."""

    domain: str
    found: tuple[tuple[str, str], ...] = ()
    unknown: Host | None = None


@dataclass(frozen=True)
class MadeUpName:
    """What a name that nobody gave out is answered with."""

    name: str
    addresses: Answer[str]
