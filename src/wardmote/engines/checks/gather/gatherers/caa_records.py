"""Which CAA records hold for the domain, climbing from it towards the root (RFC 8659, section 3)?"""

from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.facts.domain import CaaRecords
from wardmote.engines.checks.gather.dns.kinds import CAA
from wardmote.engines.checks.gather.gathering import Gatherer, Sources


async def gather(domain: str, sources: Sources) -> CaaRecords | Unreachable:
    """Ask at the domain, then at each parent, until there are records."""
    name, alias = domain, ""
    while name:
        answer = await sources.ask(name, CAA)
        if isinstance(answer, Unreachable):
            return answer
        if isinstance(answer, Answered):
            return CaaRecords(domain, name, answer.records, alias)
        if name == domain and answer.aliases:
            alias = answer.aliases[0]
        name = name.partition(".")[2]
    return CaaRecords(domain, alias=alias)


GATHERER = Gatherer(gives=CaaRecords, gather=gather)
