"""Which DKIM keys does the domain publish, under the names that we were told and under the usual ones?"""

from wardmote.engines.checks.facts import Absent, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.signing import DkimKeys, Selector
from wardmote.engines.checks.facts.told import MOST_SELECTORS
from wardmote.engines.checks.gather.dns.kinds import TXT
from wardmote.engines.checks.gather.gathering import Gatherer, Sources, answers_to
from wardmote.engines.checks.gather.parked import is_parked, sends_nothing
from wardmote.engines.checks.published.selectors import WELL_KNOWN_SELECTORS


async def gather(domain: str, sources: Sources) -> DkimKeys | Unreachable:
    """Ask at `_domainkey` first: where that name does not exist, nothing below it does (RFC 8020)."""
    told = tuple(dict.fromkeys(name.strip().lower() for name in sources.told.selectors))[:MOST_SELECTORS]
    asked = sources.ask(f"_domainkey.{domain}", TXT), sources.ask(domain, TXT)
    parked, above, texts = await is_parked(domain, sources), await asked[0], await asked[1]
    is_empty = isinstance(above, Absent) and above.kind is Missing.NXDOMAIN
    families: tuple[tuple[str, ...], ...] = tuple((name,) for name in told)
    if not is_empty:
        usual = (tuple(name for name in family if name not in told) for family in WELL_KNOWN_SELECTORS)
        families += tuple(family for family in usual if family)
    first = await answers_to(sources.ask(f"{names[0]}._domainkey.{domain}", TXT) for names in families)
    found = [Selector(names[0], one, names[0] in told) for names, one in zip(families, first, strict=True)]
    others = [names[1:] for names, one in zip(families, first, strict=True) if isinstance(one, Answered)]
    selectors = (*found, *[selector for names in others for selector in await _family(names, domain, sources)])
    if isinstance(above, Unreachable) and not any(isinstance(one.answer, Answered) for one in selectors):
        return above
    return DkimKeys(domain, selectors, is_empty, parked, sends_nothing(texts))


async def _family(names: tuple[str, ...], domain: str, sources: Sources) -> list[Selector]:
    """Ask for each further name of a supplier's until one isn't there."""
    found: list[Selector] = []
    for name in names:
        found.append(Selector(name, await sources.ask(f"{name}._domainkey.{domain}", TXT), is_told=False))
        if not isinstance(found[-1].answer, Answered):
            break
    return found


GATHERER = Gatherer(gives=DkimKeys, gather=gather)
