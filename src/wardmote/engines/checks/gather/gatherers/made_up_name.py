"""What is a name answered with that nobody gave out?"""

from wardmote.engines.checks.facts.domain import MadeUpName
from wardmote.engines.checks.gather.dns.kinds import A
from wardmote.engines.checks.gather.gathering import Gatherer, Sources

# Always the same label, so that a run can be repeated and a name server's log explains itself.
_LABEL = "wardmote-made-up-name"


async def gather(domain: str, sources: Sources) -> MadeUpName:
    """Ask for the addresses of a name that can only exist through a wildcard (RFC 4592)."""
    name = f"{_LABEL}.{domain}"
    return MadeUpName(name, await sources.ask(name, A))


GATHERER = Gatherer(gives=MadeUpName, gather=gather)
