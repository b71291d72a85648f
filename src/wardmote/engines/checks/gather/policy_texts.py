"""Which texts at a name mean to be a record of one kind, and does the domain take mail at all?"""

from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.gather.dns.kinds import MX, TXT
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.parked import takes_mail


async def policy_texts(
    domain: str, label: str, begins: str, sources: Sources
) -> tuple[bool, tuple[str, ...]] | Unreachable:
    """Return whether the domain is meant to take mail, and the texts at `label` that begin so in any case."""
    asked = sources.ask(f"{label}.{domain}", TXT), sources.ask(domain, MX)
    texts, servers = await asked[0], await asked[1]
    if isinstance(texts, Unreachable):
        return texts
    if isinstance(servers, Unreachable):
        return servers
    found = [record.text for record in texts.records] if isinstance(texts, Answered) else []
    wanted = tuple(text for text in found if text.strip().lower().startswith(begins))
    return takes_mail(servers) and not sources.told.is_parked, wanted
