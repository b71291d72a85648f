"""Which BIMI records does the domain publish, and what does its DMARC policy ask for?"""

from functools import partial

from wardmote.engines.checks.dmarc import inherit, walk_tree
from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.facts.sending import MarkRecords
from wardmote.engines.checks.gather.dialogues import answer
from wardmote.engines.checks.gather.dns.kinds import TXT
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.published import is_bimi
from wardmote.engines.checks.questions import converse_later


async def gather(domain: str, sources: Sources) -> MarkRecords | Unreachable:
    """Ask at `default._bimi`, and walk the DMARC records."""
    ask = partial(answer, asks=sources.resolver, client=sources.client)
    asked = sources.ask(f"default._bimi.{domain}", TXT)
    walk, texts = await converse_later(walk_tree(domain), ask), await asked
    if isinstance(texts, Unreachable):
        return texts
    found = tuple(record.text for record in texts.records) if isinstance(texts, Answered) else ()
    return MarkRecords(domain, tuple(text for text in found if is_bimi(text)), inherit(walk))


GATHERER = Gatherer(gives=MarkRecords, gather=gather)
