"""Which other names came to light while a domain was looked at, and where did each stand?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.domain import Hosts
from wardmote.engines.checks.facts.mail import MailServers
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.facts.transport import MailTransport, MailVisit
from wardmote.engines.checks.facts.web import Visit, Website
from wardmote.engines.checks.judging import Facts

MOST_NAMES = 500  # certificates of large suppliers name hundreds of their customers


@dataclass(frozen=True)
class Seen:
    """A name, and where it was seen in words: "named in the certificate of www.example.gov.uk"."""

    name: str
    where: str


def names_seen(domain: str, facts: Facts) -> tuple[Seen, ...]:
    """Return each name other than the domain once, with the first place that it was seen in.

    Whose the names are isn't judged: most belong to suppliers. Wildcards are given as the name that they stand below.
    """
    found: dict[str, Seen] = {}
    for kind, reader in _READERS.items():
        fact = facts.get(kind)
        for seen in reader(fact) if isinstance(fact, kind) else ():
            name = seen.name.removeprefix("*.").rstrip(".").lower()
            if "." in name and name != domain and not _is_address(name) and len(found) < MOST_NAMES:
                found.setdefault(name, Seen(name, seen.where))
    return tuple(found.values())


def _is_address(name: str) -> bool:
    return ":" in name or name.replace(".", "").isdigit()


def _of_mail_servers(mail: MailServers) -> Iterator[Seen]:
    for server in mail.servers:
        yield Seen(server.record.exchange, f"takes the mail of {mail.domain} (MX)")


def _of_senders(sending: Sending) -> Iterator[Seen]:
    for visited in sending.survey.visited[1:]:
        if visited.depth == 1:
            yield Seen(visited.domain, f"stands in the SPF record of {sending.domain}")


def _of_hosts(hosts: Hosts) -> Iterator[Seen]:
    for host in hosts.hosts:
        aliases = () if isinstance(host.addresses, Unreachable) else host.addresses.aliases
        for alias in aliases:
            yield Seen(alias, f"{host.name} is an alias for it (CNAME)")


def _of_transport(transport: MailTransport) -> Iterator[Seen]:
    for host in transport.hosts:
        if isinstance(host.visit, MailVisit) and isinstance(host.visit.handshake, Handshake):
            yield from _of_handshake(host.name, host.visit.handshake)


def _of_website(site: Website) -> Iterator[Seen]:
    for shaken in site.shaken:
        yield from _of_handshake(shaken.host, shaken.handshake)
    for visit in (site.plain, site.secure):
        yield from _of_redirects(visit)


def _of_handshake(host: str, handshake: Handshake) -> Iterator[Seen]:
    for name in handshake.certificate.names if handshake.certificate else ():
        yield Seen(name, f"named in the certificate of {host}")


def _of_redirects(visit: Visit) -> Iterator[Seen]:
    for hop in visit.hops:
        if hop.leads_to:
            yield Seen(_host_of(hop.leads_to), f"{_host_of(hop.url)} redirects there")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


_READERS: dict[type[Any], Callable[[Any], Iterator[Seen]]] = {
    MailServers: _of_mail_servers,
    Sending: _of_senders,
    Hosts: _of_hosts,
    Website: _of_website,
    MailTransport: _of_transport,
}
