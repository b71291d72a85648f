"""Where do the names lead that a domain nearly always has?"""

from wardmote.engines.checks.facts import Absent, Answer, Missing
from wardmote.engines.checks.facts.domain import Host, Hosts
from wardmote.engines.checks.gather.addresses import together
from wardmote.engines.checks.gather.dns.kinds import AAAA, A
from wardmote.engines.checks.gather.gathering import Gatherer, Sources, answers_to

_LABELS = ("", "www.", "autodiscover.", "mta-sts.")


async def gather(domain: str, sources: Sources) -> Hosts:
    """Ask for the addresses of the domain and of its usual names."""
    names = [f"{label}{domain}" for label in _LABELS]
    answers = await answers_to(sources.ask(name, A) for name in names)
    return Hosts(domain, tuple([await _host(*pair, sources) for pair in zip(names, answers, strict=True)]))


async def _host(name: str, answer: Answer[str], sources: Sources) -> Host:
    if isinstance(answer, Absent) and answer.kind is Missing.NODATA and answer.aliases:
        answer = together(answer, await sources.ask(name, AAAA))
    return Host(name, answer)


GATHERER = Gatherer(gives=Hosts, gather=gather)
