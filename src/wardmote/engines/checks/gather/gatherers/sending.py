"""Who may send mail as the domain, and which DMARC records stand from it up to the root?"""

import asyncio
from functools import partial
from typing import Any

from wardmote.engines.checks.dmarc import Destination, TreeWalk, ask_consent, inherit, is_nearly_dmarc, walk_tree
from wardmote.engines.checks.facts import Absent, Answer, Answered, Missing, Unreachable
from wardmote.engines.checks.facts.sending import Sending
from wardmote.engines.checks.gather.addresses import addresses_of
from wardmote.engines.checks.gather.dialogues import answer
from wardmote.engines.checks.gather.dns.kinds import MX
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.parked import is_parked, takes_mail
from wardmote.engines.checks.questions import Txt, converse_later
from wardmote.engines.checks.spf import survey


async def gather(domain: str, sources: Sources) -> Sending:
    """Walk both policies, and ask the hosts of reports whether they take them; what nobody answered stays marked."""
    ask = partial(answer, asks=sources.resolver, client=sources.client)
    walking = asyncio.ensure_future(converse_later(walk_tree(domain), ask))
    surveyed = await converse_later(survey(domain), ask)
    parked, servers, walk = await is_parked(domain, sources), await sources.ask(domain, MX), await walking
    texts = await ask(Txt(f"_dmarc.{domain}"))
    return Sending(
        domain=domain,
        survey=surveyed,
        walk=walk,
        applies=inherit(walk, exists=walk.own.record is not None or await _exists(domain, sources)),
        is_parked=parked,
        takes_mail=None if isinstance(servers, Unreachable) else takes_mail(servers),
        nearly_dmarc=tuple(text for text in texts.records if is_nearly_dmarc(text)),
        destinations=await _destinations(walk, sources),
    )


async def _exists(domain: str, sources: Sources) -> bool | None:
    """Answer as receivers do who look for the policy of a name: it has an MX or an address record (RFC 9989).

    None where nobody answered, so that it may exist or not.
    """
    servers = await sources.ask(domain, MX)
    if isinstance(servers, Answered):
        return True
    if _is_nowhere(servers):
        return False
    addresses = await addresses_of(domain, sources)
    if isinstance(addresses, Answered):
        return True
    if _is_nowhere(addresses):
        return False
    return None if isinstance(servers, Unreachable) or isinstance(addresses, Unreachable) else False


def _is_nowhere(found: Answer[Any]) -> bool:
    """Whether a server said that the whole name isn't there, which goes for all types of record."""
    return isinstance(found, Absent) and found.kind is Missing.NXDOMAIN


async def _destinations(walk: TreeWalk, sources: Sources) -> tuple[Destination, ...]:
    record = walk.own.record
    if not record or not record.rua:
        return ()
    ask = partial(answer, asks=sources.resolver, client=sources.client)
    return await converse_later(ask_consent(walk.domain, walk.organisation, record.rua), ask)


GATHERER = Gatherer(gives=Sending, gather=gather)
