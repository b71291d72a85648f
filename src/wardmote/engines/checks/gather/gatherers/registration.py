"""When does the registration end, as far as somebody told us?"""

from wardmote.engines.checks.facts.registration import Registration
from wardmote.engines.checks.gather.gathering import Gatherer, Sources


async def gather(domain: str, sources: Sources) -> Registration:
    """Put the day that we were told beside the day of the check."""
    return Registration(domain, sources.at.date(), sources.told.renews_on)


GATHERER = Gatherer(gives=Registration, gather=gather)
