"""Which TLS versions and key exchanges does the website's server take?

What the full handshake showed isn't asked again: it went on with the best that both sides have, so a server that chose
TLS 1.2 has no 1.3.
"""

import asyncio
from dataclasses import dataclass, field

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
    return await _offer(site, own[-1], sources.reach) if own else TlsOffer(site)


async def _offer(site: Website, shaken: Shaken, reach: Reach) -> TlsOffer:
    version, learnt = shaken.handshake.version, _Learnt()
    if version in _ALL:
        learnt.versions |= dict.fromkeys(_ALL[_ALL.index(version) + 1 :], False)
        learnt.versions[version] = True
    asks, left = _asks(version), MOST_CONNECTIONS - site.connections
    trouble: Unreachable | None = None
    while asks:
        ask = asks.pop(0)
        trouble = trouble or (_ENOUGH if left <= 0 else None)
        reply = trouble or await _reply(shaken, ask, reach)
        left -= 1
        asks[:0] = learnt.hear(ask, reply)
        # A server that has once fallen silent isn't waited for again.
        if isinstance(reply, Unreachable) and reply.reason is Reason.TIMEOUT:
            trouble = reply
    return _told(site, shaken, learnt)


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


async def _reply(shaken: Shaken, ask: hello.Ask, reach: Reach) -> hello.Reply | Unreachable:
    async with reach.connect(shaken.address, 443) as line:
        if isinstance(line, Unreachable):
            return line
        try:
            async with asyncio.timeout(PROBE_S):
                return await hello.probe(line, shaken.host, ask)
        except TimeoutError:
            return Unreachable(Reason.TIMEOUT)


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
