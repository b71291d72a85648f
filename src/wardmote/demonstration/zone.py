"""What does the DNS answer about a made-up domain? Typed records out of a table: nobody is asked, nothing is sent."""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, cast
from zlib import crc32

from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing
from wardmote.engines.checks.facts.records import Caa, Dnskey, Mx, Soa, Txt
from wardmote.engines.checks.gather.dns.kinds import CAA, DNSKEY, DS, MX, NS, SOA, TXT, A, Kind
from wardmote.engines.checks.gather.gatherers.signatures import ds_of

from .watched import Published, dkim_key

T = TypeVar("T")
Records = Mapping[tuple[str, str], tuple[Any, ...]]
# Addresses that documentation may use (RFC 5737): nobody has them.
_ADDRESSES = ("192.0.2", "198.51.100", "203.0.113")
_SENDERS = {"microsoft": "spf.protection.outlook.com", "google": "_spf.google.com"}
_SELECTORS = {"microsoft": "selector1", "google": "google", "own": "mail"}
_NAME_SERVERS = ("ns1.wenddns.example", "ns2.hollowdns.example")
CLOSED_SERVICE = "dmarc-rua@dmarc.service.gov.uk"
_ENTRY_KEY = Dnskey(257, 3, 13, bytes(range(64)))


class Table:
    """Answers questions from records that it was given, at once and the same each time."""

    def __init__(self, records: Records, signed: str = "") -> None:
        """Answer from these records; names at or below `signed` have signatures that hold."""
        self._records, self._signed = records, signed
        self._names = {above for name, _kind in records for above in _and_above(name)}

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False, client: str = "") -> Awaitable[Answer[T]]:
        """Answer as the resolver does: by a future that nobody has to wait for."""
        answered: asyncio.Future[Answer[T]] = asyncio.get_running_loop().create_future()
        answered.set_result(self._answer(name, kind))
        return answered

    def _answer(self, name: str, kind: Kind[T]) -> Answer[T]:
        is_authentic = bool(self._signed) and f".{name}".endswith(f".{self._signed}")
        found = self._records.get((name, kind.name)) or _shared().get((name, kind.name))
        if found:
            return Answered(cast("tuple[T, ...]", found), is_authentic)
        is_there = name in self._names or name in _shared_names()
        return Absent(Missing.NODATA if is_there else Missing.NXDOMAIN, is_authentic)


def table_of(name: str, published: Published, above: Mapping[str, Published]) -> Table:
    """Return what the DNS holds about a domain that publishes this, and about those of the names above it."""
    records: dict[tuple[str, str], tuple[Any, ...]] = {}
    for zone, state in (*above.items(), (name, published)):
        for part in (_of_zone, _of_website, _of_mail, _of_policies):
            records |= part(zone, state)
    return Table(records, name if published.signed else "")


def mail_servers(name: str, published: Published) -> tuple[str, ...]:
    """Return the servers that take the domain's mail, best first."""
    match published.mail:
        case "microsoft":
            return (f"{name.replace('.', '-')}.mail.protection.outlook.com",)
        case "google":
            return ("aspmx.l.google.com", "alt1.aspmx.l.google.com")
        case "own":
            return (f"mail.{name}",)
        case _:
            return ()


def address_of_host(name: str) -> str:
    """Return the address of a host: always the same, and nobody's."""
    digest = crc32(name.encode())
    return f"{_ADDRESSES[digest % 3]}.{digest // 3 % 250 + 2}"


def sts_policy(name: str, published: Published) -> str:
    """Return the MTA-STS policy that the domain serves."""
    servers = "".join(f"mx: {server}\n" for server in mail_servers(name, published))
    return f"version: STSv1\nmode: {published.mta_sts}\n{servers}max_age: 2419200\n"


Entries = Iterator[tuple[tuple[str, str], tuple[Any, ...]]]


def _of_zone(name: str, published: Published) -> Entries:
    servers = _NAME_SERVERS[: published.servers]
    if name.count(".") == 1:
        yield (name, NS.name), servers
        yield (name, SOA.name), (Soa(servers[0], f"hostmaster.{name}", 2026010101, 7200, 900, 1209600, 3600),)
    if published.signed:
        yield (name, DS.name), (ds_of(name, _ENTRY_KEY),)
        yield (name, DNSKEY.name), (_ENTRY_KEY,)
    if published.caa:
        yield (name, CAA.name), (Caa(0, "issue", "certificates.example"),)


def _of_website(name: str, published: Published) -> Entries:
    if published.web:
        for host in (name, f"www.{name}"):
            yield (host, A.name), (address_of_host(name),)


def _of_mail(name: str, published: Published) -> Entries:
    servers = mail_servers(name, published)
    yield (name, MX.name), tuple(Mx(10 * n, server) for n, server in enumerate(servers, 1)) or (Mx(0, "."),)
    for server in servers:
        yield (server, A.name), (address_of_host(server),)
    if published.spf:
        yield (name, TXT.name), (_txt(_spf(published)),)
    if servers and published.dkim_bits:
        key = f"v=DKIM1; k=rsa; p={dkim_key(published.dkim_bits)}"
        yield (f"{_SELECTORS[published.mail]}._domainkey.{name}", TXT.name), (_txt(key),)


def _of_policies(name: str, published: Published) -> Entries:
    if published.dmarc:
        yield (f"_dmarc.{name}", TXT.name), (_txt(_dmarc(name, published)),)
    if not published.mail:
        return
    if published.mta_sts:
        yield (f"_mta-sts.{name}", TXT.name), (_txt("v=STSv1; id=20260101"),)
        yield (f"mta-sts.{name}", A.name), (address_of_host(f"mta-sts.{name}"),)
    if published.tls_reports:
        yield (f"_smtp._tls.{name}", TXT.name), (_txt(f"v=TLSRPTv1; rua=mailto:tls-reports@{name}"),)


def _spf(published: Published) -> str:
    if not published.mail or published.spf == "nobody":
        return "v=spf1 -all"
    include = _SENDERS.get(published.mail)
    who = f"include:{include}" if include else "mx"
    if published.spf == "broken":
        return f"v=spf1 {who} ip4:198.51.100.300 -all"
    return f"v=spf1 {who} {published.spf}"


def _dmarc(name: str, published: Published) -> str:
    tags = ["v=DMARC1", f"p={published.dmarc}"]
    if published.subdomains:
        tags.append(f"sp={published.subdomains}")
    if published.mail and published.reports_to:
        tags.append(f"rua=mailto:{CLOSED_SERVICE if published.reports_to == 'closed' else f'dmarc-reports@{name}'}")
    return "; ".join(tags)


def _txt(text: str) -> Txt:
    data = text.encode()
    return Txt(tuple(data[start : start + 255] for start in range(0, len(data), 255)))


@cache
def _shared() -> Records:
    """Return what suppliers publish: the name servers, and whom Microsoft's and Google's names let send."""
    servers = {(server, A.name): (f"{_ADDRESSES[n]}.53",) for n, server in enumerate(_NAME_SERVERS)}
    ranges = {"microsoft": "ip4:203.0.113.0/26", "google": "ip4:203.0.113.64/26"}
    senders = {(_SENDERS[key], TXT.name): (_txt(f"v=spf1 {text} -all"),) for key, text in ranges.items()}
    return {**servers, **senders}


@cache
def _shared_names() -> frozenset[str]:
    return frozenset(above for name, _kind in _shared() for above in _and_above(name))


def _and_above(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.partition(".")[2]
