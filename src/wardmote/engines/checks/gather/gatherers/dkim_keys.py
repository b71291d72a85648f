"""Which DKIM keys does the domain publish, under the names that we were told and under the usual ones?"""

import asyncio

from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.signing import DkimKeys, Selector
from wardmote.engines.checks.gather.dns.kinds import TXT
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.parked import is_parked, sends_nothing
from wardmote.engines.checks.published.selectors import WELL_KNOWN_SELECTORS

_MOST_TOLD = 20


async def gather(domain: str, sources: Sources) -> DkimKeys | Unreachable:
    """Ask at `_domainkey` first: where that name does not exist, nothing below it does (RFC 8020)."""
    told = tuple(dict.fromkeys(name.strip().lower() for name in sources.told.selectors))[:_MOST_TOLD]
    above, parked, texts = await asyncio.gather(
        sources.ask(f"_domainkey.{domain}", TXT), is_parked(domain, sources), sources.ask(domain, TXT)
    )
    is_empty = isinstance(above, Absent) and above.kind is Missing.NXDOMAIN
    families: tuple[tuple[str, ...], ...] = tuple((name,) for name in told)
    if not is_empty:
        others = (tuple(name for name in family if name not in told) for family in WELL_KNOWN_SELECTORS)
        families += tuple(family for family in others if family)
    found = await asyncio.gather(*(_family(names, domain, sources, is_told=names[0] in told) for names in families))
    selectors = tuple(selector for family in found for selector in family)
    if isinstance(above, Unreachable) and not any(isinstance(one.answer, Answered) for one in selectors):
        return above
    return DkimKeys(domain, selectors, is_empty, parked, sends_nothing(texts))


async def _family(names: tuple[str, ...], domain: str, sources: Sources, *, is_told: bool) -> list[Selector]:
    """Ask for each name until one isn't there."""
    found: list[Selector] = []
    for name in names:
        found.append(Selector(name, await sources.ask(f"{name}._domainkey.{domain}", TXT), is_told))
        if not isinstance(found[-1].answer, Answered):
            break
    return found


GATHERER = Gatherer(gives=DkimKeys, gather=gather)
