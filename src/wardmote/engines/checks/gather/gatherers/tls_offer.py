"""Which TLS versions and key exchanges does the website's server take?

What the full handshake showed isn't asked again: it went on with the best that both sides have, so a server that chose
TLS 1.2 has no 1.3.
"""

import asyncio
from dataclasses import dataclass, field, replace

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.facts.web import Shaken, TlsOffer, Website
from wardmote.engines.checks.gather import hello
from wardmote.engines.checks.gather.browser import MOST_CONNECTIONS
from wardmote.engines.checks.gather.gatherers.website import gather as visit
from wardmote.engines.checks.gather.gathering import Gatherer, Sources
from wardmote.engines.checks.gather.reach import Reach

PROBE_S = 5.0
_ENOUGH = Unreachable(Reason.STOPPED, "the check has made as many connections as it may")
_ALL = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")


@dataclass
class _Learnt:
    """What is known so far."""

    versions: dict[str, bool | Unreachable] = field(default_factory=dict)
    takes_rsa: bool | Unreachable | None = None
    is_hybrid: bool | None = None

    def hear(self, ask: hello.Ask, reply: hello.Reply | Unreachable) -> tuple[hello.Ask, ...]:
        """Take in the answer to a ClientHello, and return what is to be asked because of it."""
        if ask is hello.HYBRID:
            self.is_hybrid = None if isinstance(reply, Unreachable) else reply.group == hello.X25519MLKEM768
        elif ask is hello.ONLY_RSA:
            self.takes_rsa = reply if isinstance(reply, Unreachable) else reply.is_taken
            # An alert may speak of the key exchange and not of the version, so it says little about TLS 1.2.
            if isinstance(reply, hello.Reply) and (reply.is_taken or reply.alert == hello.PROTOCOL_VERSION):
                self.versions.setdefault("TLSv1.2", reply.version == hello.TLS_1_2)
        else:
            self._learn(hello.VERSION_NAMES[ask.version], reply)
        return (hello.ONLY_1_0,) if ask is hello.UP_TO_1_1 and self.versions.get("TLSv1.1") is True else ()

    def _learn(self, top: str, reply: hello.Reply | Unreachable) -> None:
        """A server goes on with the best version that isn't above the offer, so those between are refused."""
        state: bool | Unreachable = reply if isinstance(reply, Unreachable) else False
        chosen = "" if isinstance(reply, Unreachable) else hello.VERSION_NAMES.get(reply.version, "")
        above = _ALL.index(chosen) + 1 if chosen else 1
        self.versions |= dict.fromkeys(_ALL[above : _ALL.index(top) + 1], state)
        if chosen:
            self.versions[chosen] = True


async def gather(domain: str, sources: Sources) -> TlsOffer | Unreachable:
    """Offer the domain's server what the visit didn't, with at most as many connections as the visit left over."""
    site = await visit(domain, sources)
    if isinstance(site, Unreachable):
        return site
    own = [each for each in site.shaken if site.is_own(each.host)]
    if not own:
        return TlsOffer(site)
    asker = _Asker(sources.reach, MOST_CONNECTIONS - site.connections)
    offer = await _offer(site, own[-1], asker)
    return replace(offer, old_elsewhere=await _old_elsewhere(own, asker))


class _Asker:
    """Makes the connections that the visit left over; a server that has once fallen silent isn't waited for again."""

    def __init__(self, reach: Reach, left: int) -> None:
        self._reach, self._left = reach, left
        self._silent: dict[str, Unreachable] = {}

    async def ask(self, shaken: Shaken, ask: hello.Ask) -> hello.Reply | Unreachable:
        if shaken.address in self._silent:
            return self._silent[shaken.address]
        if self._left <= 0:
            return _ENOUGH
        self._left -= 1
        reply = await self._reply(shaken, ask)
        if isinstance(reply, Unreachable) and reply.reason is Reason.TIMEOUT:
            self._silent[shaken.address] = reply
        return reply

    async def _reply(self, shaken: Shaken, ask: hello.Ask) -> hello.Reply | Unreachable:
        async with self._reach.connect(shaken.address, 443) as line:
            if isinstance(line, Unreachable):
                return line
            try:
                async with asyncio.timeout(PROBE_S):
                    return await hello.probe(line, shaken.host, ask)
            except TimeoutError:
                return Unreachable(Reason.TIMEOUT)


async def _offer(site: Website, shaken: Shaken, asker: _Asker) -> TlsOffer:
    version, learnt = shaken.handshake.version, _Learnt()
    if version in _ALL:
        learnt.versions |= dict.fromkeys(_ALL[_ALL.index(version) + 1 :], False)
        learnt.versions[version] = True
    asks = _asks(version)
    while asks:
        ask = asks.pop(0)
        asks[:0] = learnt.hear(ask, await asker.ask(shaken, ask))
    return _told(site, shaken, learnt)


async def _old_elsewhere(own: list[Shaken], asker: _Asker) -> tuple[tuple[str, str], ...]:
    """Ask the servers that only lead on to the landing page, such as a DNS provider's, for old versions too."""
    asked, found = {own[-1].address}, list[tuple[str, str]]()
    for shaken in own[:-1]:
        if shaken.address not in asked:
            asked.add(shaken.address)
            reply = await asker.ask(shaken, hello.UP_TO_1_1)
            if isinstance(reply, hello.Reply) and reply.version in hello.VERSION_NAMES:
                found.append((shaken.host, hello.VERSION_NAMES[reply.version]))
    return tuple(found)


def _asks(version: str) -> list[hello.Ask]:
    match version:
        case "":
            return []
        case "TLSv1.3":
            return [hello.UP_TO_1_1, hello.ONLY_RSA, hello.HYBRID]
        case "TLSv1.2":
            return [hello.UP_TO_1_1, hello.ONLY_RSA]
        case "TLSv1.1":
            return [hello.ONLY_1_0]
        case _:
            return []


def _told(site: Website, shaken: Shaken, learnt: _Learnt) -> TlsOffer:
    known = [(name, learnt.versions[name]) for name in _ALL if name in learnt.versions]
    return TlsOffer(
        site,
        shaken.host,
        shaken.handshake,
        accepted=tuple(name for name, state in known if state is True),
        refused=tuple(name for name, state in known if state is False),
        unknown=tuple((name, state) for name, state in known if isinstance(state, Unreachable)),
        takes_rsa=learnt.takes_rsa,
        is_hybrid=learnt.is_hybrid,
    )


GATHERER = Gatherer(gives=TlsOffer, gather=gather)
