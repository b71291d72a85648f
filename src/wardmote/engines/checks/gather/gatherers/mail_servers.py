"""Where does mail for the domain go?"""

from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.mail import MailServer, MailServers
from wardmote.engines.checks.gather.addresses import some_address_of
from wardmote.engines.checks.gather.dns.kinds import MX, A
from wardmote.engines.checks.gather.gathering import Gatherer, Sources, answers_to

_MOST_SERVERS = 20


async def gather(domain: str, sources: Sources) -> MailServers | Unreachable:
    """Ask for the MX records and their addresses; without any, for the domain's own (RFC 5321, section 5.1)."""
    answer = await sources.ask(domain, MX)
    if isinstance(answer, Unreachable):
        return answer
    if answer.aliases:
        return MailServers(domain, is_parked=sources.told.is_parked, alias=answer.aliases[0])
    if isinstance(answer, Absent):
        own = await some_address_of(domain, sources)
        if isinstance(own, Unreachable):
            return own
        return MailServers(domain, has_address=isinstance(own, Answered), is_parked=sources.told.is_parked)
    records = sorted(answer.records)[:_MOST_SERVERS]
    addresses = await _addresses([record.exchange for record in records], sources)
    servers = tuple(MailServer(*pair) for pair in zip(records, addresses, strict=True))
    return MailServers(domain, servers, is_parked=sources.told.is_parked)


async def _addresses(names: list[str], sources: Sources) -> list[Answer[str]]:
    """Ask for IPv4 addresses of all at once, and then for IPv6 where there are none."""
    await answers_to(sources.ask(name, A) for name in names if name != ".")
    return [Absent(Missing.NODATA) if name == "." else await some_address_of(name, sources) for name in names]


GATHERER = Gatherer(gives=MailServers, gather=gather)
