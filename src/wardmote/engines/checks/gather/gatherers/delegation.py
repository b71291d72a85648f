"""Which name servers does the domain have, and where are they?"""

import asyncio

from wardmote.engines.checks.facts import Answered, Missing, Unreachable
from wardmote.engines.checks.facts.domain import Delegation, NameServer
from wardmote.engines.checks.gather.addresses import addresses_of
from wardmote.engines.checks.gather.dns.kinds import NS
from wardmote.engines.checks.gather.gathering import Gatherer, Sources

_MOST_SERVERS = 13


async def gather(domain: str, sources: Sources) -> Delegation | Unreachable:
    """Ask for the NS records, and for the addresses of the first thirteen servers."""
    answer = await sources.ask(domain, NS)
    if isinstance(answer, Unreachable):
        return answer
    if not isinstance(answer, Answered) or answer.aliases:
        is_missing = not isinstance(answer, Answered) and answer.kind is Missing.NXDOMAIN
        return Delegation(domain, exists=not is_missing)
    names = sorted(answer.records)[:_MOST_SERVERS]
    addresses = await asyncio.gather(*(addresses_of(name, sources) for name in names))
    return Delegation(domain, tuple(NameServer(*pair) for pair in zip(names, addresses, strict=True)))


GATHERER = Gatherer(gives=Delegation, gather=gather)
