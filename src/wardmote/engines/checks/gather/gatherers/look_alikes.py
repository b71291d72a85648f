"""Which of the names that could be taken for the domain are registered, and which of them take mail?"""

import asyncio

from wardmote.engines.checks.facts import Absent, Missing, Unreachable
from wardmote.engines.checks.facts.registration import LookAlike, LookAlikes
from wardmote.engines.checks.facts.told import MOST_LOOK_ALIKES
from wardmote.engines.checks.gather.dns.kinds import MX, NS
from wardmote.engines.checks.gather.gathering import Gatherer, Sources


async def gather(domain: str, sources: Sources) -> LookAlikes:
    """Ask for the name servers of each name, and for mail servers where the name exists."""
    told = sources.told.look_alikes[:MOST_LOOK_ALIKES]
    names = dict.fromkeys(name.strip().rstrip(".").lower() for name in told)
    return LookAlikes(domain, tuple(await asyncio.gather(*(_look_alike(name, sources) for name in names if name))))


async def _look_alike(name: str, sources: Sources) -> LookAlike:
    servers = await sources.ask(name, NS)
    if isinstance(servers, Unreachable) or (isinstance(servers, Absent) and servers.kind is Missing.NXDOMAIN):
        return LookAlike(name, servers)
    return LookAlike(name, servers, await sources.ask(name, MX))


GATHERER = Gatherer(gives=LookAlikes, gather=gather)
