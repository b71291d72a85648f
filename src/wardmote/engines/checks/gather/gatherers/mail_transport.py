"""How do the servers that take the domain's mail carry it?"""

import asyncio
from functools import partial

from wardmote.engines.checks.facts import Absent, Answer, Answered, Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.records import Tlsa
from wardmote.engines.checks.facts.transport import MailHost, MailTransport, MailVisit
from wardmote.engines.checks.gather.addresses import some_address_of
from wardmote.engines.checks.gather.dns.kinds import MX, TLSA
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.reach import Reach
from wardmote.engines.checks.gather.smtp import PORT, visit

MOST_HOSTS = 5
_MOST_ADDRESSES = 2


async def gather(domain: str, sources: Sources) -> MailTransport | Unreachable:
    """Visit each mail server, once in a run however many domains it serves; none where no mail is to be taken."""
    answer = await sources.ask(domain, MX)
    if isinstance(answer, Unreachable):
        return answer
    if isinstance(answer, Absent) or sources.told.is_parked:
        return MailTransport(domain, sources.at)
    names = list(dict.fromkeys(record.exchange for record in sorted(answer.records) if record.exchange != "."))
    once = sources.reach.once
    making = [once(("mail server", name), partial(_host, name, sources)) for name in names[:MOST_HOSTS]]
    hosts = await asyncio.gather(*making) if len(making) > 1 else [await one for one in making]
    return MailTransport(domain, sources.at, tuple(hosts), answer.is_authentic, len(names[MOST_HOSTS:]))


async def _host(name: str, sources: Sources) -> MailHost:
    addresses = await some_address_of(name, sources)
    if not isinstance(addresses, Answered):
        return MailHost(name, addresses, addresses if isinstance(addresses, Unreachable) else None)
    asked = sources.ask(f"_{PORT}._tcp.{name}", TLSA) if addresses.is_authentic else None
    visit = await _visit(name, addresses, sources)
    return MailHost(name, visit, _vouched(await asked) if asked is not None else None)


async def _visit(name: str, addresses: Answered[str], sources: Sources) -> MailVisit | Unreachable:
    """Return the first meeting that came about, or why the last one didn't."""
    met: MailVisit | Unreachable = Unreachable(Reason.NETWORK, f"{name} has no address")
    for address in addresses.records[:_MOST_ADDRESSES]:
        met = await _visit_at(address, name, sources.reach)
        if isinstance(met, MailVisit):
            return met
    return met


async def _visit_at(address: str, name: str, reach: Reach) -> MailVisit | Unreachable:
    """Visit a server, or take the visit of its neighbour in a supplier's pool.

    A large supplier gives each customer a server's name of its own at the same few addresses, with one certificate
    for all names beside each other. What such an address showed to one of them holds for the others.
    """
    beside = name.partition(".")[2]

    async def first() -> tuple[str, MailVisit | Unreachable]:
        return name, await visit(name, address, reach)

    visitor, met = await reach.once(("mail pool", address, beside), first)
    if visitor == name or _holds_beside(met, beside):
        return met
    return await visit(name, address, reach)


def _holds_beside(met: MailVisit | Unreachable, beside: str) -> bool:
    shown = met.handshake if isinstance(met, MailVisit) else None
    if not isinstance(shown, Handshake) or not shown.is_trusted or shown.certificate is None:
        return False
    return f"*.{beside}" in shown.certificate.names


def _vouched(answer: Answer[Tlsa]) -> Answer[Tlsa] | None:
    return None if isinstance(answer, Answered) and not answer.is_authentic else answer


GATHERER = Gatherer(gives=MailTransport, gather=gather)
