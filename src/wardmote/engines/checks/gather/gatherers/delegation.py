"""Which name servers does the domain have, and where are they?"""

from collections.abc import Iterable

from wardmote.engines.checks.facts import Answer, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.domain import Delegation, NameServer
from wardmote.engines.checks.gather.addresses import together
from wardmote.engines.checks.gather.dns.kinds import AAAA, NS, A
from wardmote.engines.checks.gather.gathering import Gatherer, Sources, answers_to

_MOST_SERVERS = 13


async def gather(domain: str, sources: Sources) -> Delegation | Unreachable:
    """Ask for the NS records, and where the first thirteen servers are; by IPv6 only where it matters."""
    answer = await sources.ask(domain, NS)
    if isinstance(answer, Unreachable):
        return answer
    if not isinstance(answer, Answered) or answer.aliases:
        is_missing = not isinstance(answer, Answered) and answer.kind is Missing.NXDOMAIN
        return Delegation(domain, exists=not is_missing)
    names = sorted(answer.records)[:_MOST_SERVERS]
    addresses = await answers_to(sources.ask(name, A) for name in names)
    if not _are_apart(addresses):
        others = await answers_to(sources.ask(name, AAAA) for name in names)
        addresses = [together(*pair) for pair in zip(addresses, others, strict=True)]
    return Delegation(domain, tuple(NameServer(*pair) for pair in zip(names, addresses, strict=True)))


def _are_apart(addresses: Iterable[Answer[str]]) -> bool:
    """Whether each server has an IPv4 address, and not all are in one network of 256: then IPv6 needn't be asked."""
    answers = list(addresses)
    networks = {text.rpartition(".")[0] for one in answers if isinstance(one, Answered) for text in one.records}
    return len(networks) > 1 and all(isinstance(one, Answered) for one in answers)


GATHERER = Gatherer(gives=Delegation, gather=gather)
