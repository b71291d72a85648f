"""How is a website visited: one connection at a time, few in all, and never anywhere that isn't permitted?

A browser follows redirects, each host resolved anew by the resolver and permitted by `Reach`. It keeps the connection
to the host that it spoke with last, remembers every answer, and comes to an end whatever a server does.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from types import TracebackType

from wardmote.engines.checks.facts import Answered, Reason, Unreachable
from wardmote.engines.checks.facts.certificates import Handshake
from wardmote.engines.checks.facts.web import Hop, Shaken, Visit
from wardmote.engines.checks.gather.addresses import some_address_of
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.http import HttpLine, Response
from wardmote.engines.checks.gather.line import Line
from wardmote.engines.checks.gather.places import Place, joined, place_of
from wardmote.engines.checks.gather.tls import Refusal, look, shake

MOST_CONNECTIONS = 8
KEPT_FOR_PROBES = 3
MOST_HOPS = 10
WHOLE_S = 30.0
_MOST_ADDRESSES = 2
_REDIRECTS = (301, 302, 303, 307, 308)


class Browser:
    """Visits one website. Waiting for another's turn at the same server doesn't count as time."""

    def __init__(self, sources: Sources, *, most_connections: int, whole_s: float) -> None:
        """Begin with nothing open."""
        self._sources, self._left, self._left_s = sources, most_connections, whole_s
        self._connection = AsyncExitStack()
        self._http: HttpLine | None = None
        self._at: tuple[str, str] = ("", "")
        self._known: dict[str, Response | Unreachable] = {}
        self.connections = 0
        self.shaken: dict[str, Shaken] = {}

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hang_up()

    async def visit(self, url: str) -> Visit:
        """Follow the redirects from an address to their end."""
        start, hops, passed = url, list[Hop](), set[str]()
        while len(hops) <= MOST_HOPS and url not in passed:
            passed.add(url)
            answer = await self.fetch(url)
            if isinstance(answer, Unreachable):
                return Visit(start, tuple(hops), answer)
            target = _target(url, answer)
            hops.append(Hop(url, answer.status, target))
            if not target:
                return Visit(start, tuple(hops))
            url = target
        if any(self._sets_cookies(hop.url) for hop in hops):
            why = Unreachable(Reason.STOPPED, "the site redirects in a circle as long as no cookies are kept")
            return Visit(start, tuple(hops), why)
        return Visit(start, tuple(hops), goes_round=True)

    def known(self, url: str) -> Response | Unreachable | None:
        """Return what an address answered when it was asked."""
        return self._known.get(url)

    async def fetch(self, url: str, *, most: int = 500_000) -> Response | Unreachable:
        """Return what an address answers, asking once."""
        if url not in self._known:
            place = place_of(url)
            self._known[url] = await self._ask(place, most) if place else _not_gone(url)
        return self._known[url]

    async def _ask(self, place: Place, most: int) -> Response | Unreachable:
        if self._http is None or not self._http.is_open or self._at != (place.scheme, place.host):
            http = await self._open(place)
            if isinstance(http, Unreachable):
                return http
            self._http, self._at = http, (place.scheme, place.host)
        async with self._timed() as limit:
            return await self._http.get(place.path, most=most)
        self._http = None
        return Unreachable(Reason.TIMEOUT) if limit.expired() else Unreachable(Reason.STOPPED)

    async def _open(self, place: Place) -> HttpLine | Unreachable:
        await self._hang_up()
        addresses = await self._addresses(place)
        if isinstance(addresses, Unreachable):
            return addresses
        found: HttpLine | Unreachable = Unreachable(Reason.NETWORK, f"{place.host} has no address")
        for address in addresses[:_MOST_ADDRESSES]:
            found = await self._open_at(place, address)
            if isinstance(found, HttpLine):
                return found
        return found

    async def _addresses(self, place: Place) -> tuple[str, ...] | Unreachable:
        if place.is_address:
            return (place.host,)
        found = await some_address_of(place.host, self._sources)
        if isinstance(found, Unreachable):
            return found
        return found.records if isinstance(found, Answered) else ()

    async def _open_at(self, place: Place, address: str) -> HttpLine | Unreachable:
        line = await self._connect(address, place.port)
        if isinstance(line, Unreachable):
            return line
        if place.scheme == "http":
            return HttpLine(line, place.authority)
        async with self._timed():
            return await self._shake(line, place, address)
        return Unreachable(Reason.TIMEOUT)

    async def _shake(self, line: Line, place: Place, address: str) -> HttpLine | Unreachable:
        """Go on in TLS; where a careful client is refused, a second connection shows what there is all the same."""
        lines = [line]

        @asynccontextmanager
        async def dial() -> AsyncIterator[Line | Unreachable]:
            opened = await self._connect(address, place.port)
            if isinstance(opened, Line):
                lines.append(opened)
            yield opened

        found: Handshake | Refusal | Unreachable = await shake(line, place.host, self._sources.reach)
        if isinstance(found, Refusal):
            found = await look(dial, place.host, self._sources.reach, found)
        if isinstance(found, Unreachable):
            return found
        self.shaken.setdefault(place.host, Shaken(place.host, address, found))
        if not found.version:
            return Unreachable(Reason.MALFORMED, found.trouble)
        return HttpLine(lines[-1], place.authority)

    async def _connect(self, address: str, port: int) -> Line | Unreachable:
        await self._hang_up()
        if self._left <= 0 or self._left_s <= 0:
            return Unreachable(Reason.STOPPED, "the site asks for more connections or time than a check may take")
        self._left -= 1
        self.connections += 1
        reach = self._sources.reach
        line = await self._connection.enter_async_context(reach.connect(address, port))
        if isinstance(line, Unreachable) and line.reason is Reason.TIMEOUT:
            self._left_s -= reach.limits.connect_s
        return line

    @asynccontextmanager
    async def _timed(self) -> AsyncIterator[asyncio.Timeout]:
        """Let a block take what is left of the site's time; a block that takes more is left without a word."""
        clock = asyncio.get_running_loop().time
        began = clock()
        limit = asyncio.timeout(max(self._left_s, 0.001))
        try:
            async with limit:
                yield limit
        except TimeoutError:
            pass
        finally:
            self._left_s -= clock() - began

    async def _hang_up(self) -> None:
        self._http, self._at = None, ("", "")
        await self._connection.aclose()

    def _sets_cookies(self, url: str) -> bool:
        answer = self._known.get(url)
        return isinstance(answer, Response) and bool(answer.first("set-cookie"))


def _target(url: str, answer: Response) -> str:
    """Return where an answer redirects, without the fragment, which servers never see."""
    reference = answer.first("location")
    if answer.status not in _REDIRECTS or not reference:
        return ""
    target = joined(url, reference).partition("#")[0]
    place = place_of(target)
    return place.url if place else target


def _not_gone(url: str) -> Unreachable:
    return Unreachable(Reason.STOPPED, f"only ordinary web addresses are followed, and {url[:80]} is none")
