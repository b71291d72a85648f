"""Which MTA-STS records does the domain publish (RFC 8461, section 3.1)?"""

from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.facts.mail import MtaStsRecords
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.policy_texts import policy_texts


async def gather(domain: str, sources: Sources) -> MtaStsRecords | Unreachable:
    """Ask at `_mta-sts`."""
    found = await policy_texts(domain, "_mta-sts", "v=sts", sources)
    return found if isinstance(found, Unreachable) else MtaStsRecords(domain, *found)


GATHERER = Gatherer(gives=MtaStsRecords, gather=gather)
