"""Where do the names lead that a domain nearly always has?"""

import asyncio

from wardmote.engines.checks.facts import Absent, Missing
from wardmote.engines.checks.facts.domain import Host, Hosts
from wardmote.engines.checks.gather.addresses import together
from wardmote.engines.checks.gather.dns.kinds import AAAA, A
from wardmote.engines.checks.gather.gathering import Gatherer, Sources

_LABELS = ("", "www.", "autodiscover.", "mta-sts.")


async def gather(domain: str, sources: Sources) -> Hosts:
    """Ask for the addresses of the domain and of its usual names."""
    return Hosts(domain, tuple(await asyncio.gather(*(_host(f"{label}{domain}", sources) for label in _LABELS))))


async def _host(name: str, sources: Sources) -> Host:
    answer = await sources.ask(name, A)
    if isinstance(answer, Absent) and answer.kind is Missing.NODATA and answer.aliases:
        answer = together(answer, await sources.ask(name, AAAA))
    return Host(name, answer)


GATHERER = Gatherer(gives=Hosts, gather=gather)
