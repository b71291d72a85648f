"""What is a name answered with that nobody gave out?"""

from wardmote.engines.checks.facts import Absent, Missing
from wardmote.engines.checks.facts.domain import MadeUpName
from wardmote.engines.checks.gather.dns.kinds import A
from wardmote.engines.checks.gather.gathering import Gatherer, Sources, answers_to

# Always the same label, so that a run can be repeated and a name server's log explains itself.
_LABEL = "wardmote-made-up-name"
# Names that the gatherer of hosts asks for anyway. A wildcard would answer for them where they don't exist.
_USUAL = ("autodiscover", "mta-sts")


async def gather(domain: str, sources: Sources) -> MadeUpName:
    """Ask for the addresses of a name that can only exist through a wildcard (RFC 4592, section 2.2.1).

    Where a usual name beside it doesn't exist, there is no wildcard, and the made-up name doesn't exist either.
    """
    name = f"{_LABEL}.{domain}"
    for answer in await answers_to(sources.ask(f"{label}.{domain}", A) for label in _USUAL):
        if isinstance(answer, Absent) and answer.kind is Missing.NXDOMAIN and not answer.aliases:
            return MadeUpName(name, answer)
    return MadeUpName(name, await sources.ask(name, A))


GATHERER = Gatherer(gives=MadeUpName, gather=gather)
