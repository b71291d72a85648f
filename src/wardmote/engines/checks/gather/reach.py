"""How is a connection made to somebody else's server: permitted, one at a time to each, and never for long?

Every connection of a check goes through here. The address is the one that was looked up and judged, never a name, so
that nobody can answer differently between the look and the leap.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather.line import Line, LineLimits
from wardmote.engines.checks.targets import Network, is_permitted

T = TypeVar("T")


@dataclass(frozen=True)
class ReachLimits:
    """How many connections at once in a run, and what each may cost."""

    at_once: int = 150
    connect_s: float = 5.0
    line: LineLimits = field(default_factory=LineLimits)


class Reach:
    """Makes the connections of one run: at most one at a time to one address.

    `allow` names networks that are permitted although they aren't public; `ports` sends connections for one port to
    another (both are for installations behind their own walls, and for tests). With `is_closed` nothing is contacted.
    """

    def __init__(
        self,
        *,
        allow: Iterable[str | Network] = (),
        ports: Mapping[int, int] | None = None,
        limits: ReachLimits | None = None,
        authorities: str | None = None,
        is_closed: bool = False,
    ) -> None:
        """`authorities` is a file of certificates to trust besides the system's."""
        self.limits = limits or ReachLimits()
        self.connections = 0
        self._allow, self._ports, self._is_closed = tuple(allow), dict(ports or {}), is_closed
        self._authorities = authorities
        self._known: dict[Hashable, asyncio.Task[Any]] = {}
        self._hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._places: asyncio.Semaphore | None = None
        self._contexts: dict[bool, ssl.SSLContext] = {}

    async def once(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return what `make` gives, made once in this run for each key: many domains share a mail server."""
        task = self._known.get(key)
        if task is None:
            task = self._known[key] = asyncio.ensure_future(make())
        return cast(T, await asyncio.shield(task))

    @asynccontextmanager
    async def connect(self, address: str, port: int) -> AsyncIterator[Line | Unreachable]:
        """Open a connection for the length of a block; Unreachable says why there is none."""
        if self._is_closed:
            yield Unreachable(Reason.STOPPED, "connections are switched off")
            return
        if not is_permitted(address, self._allow):
            yield Unreachable(Reason.NETWORK, f"{address} is not a public address")
            return
        self._places = self._places or asyncio.Semaphore(self.limits.at_once)
        async with self._hosts[address], self._places:
            line = await self._open(address, self._ports.get(port, port))
            try:
                yield line
            finally:
                if isinstance(line, Line):
                    await line.close()

    def context(self, *, is_careful: bool) -> ssl.SSLContext:
        """Return the settings of TLS: careful as a browser, or taking whatever a server shows so that we can tell."""
        if is_careful not in self._contexts:
            self._contexts[is_careful] = _careful(self._authorities) if is_careful else _careless()
        return self._contexts[is_careful]

    async def _open(self, address: str, port: int) -> Line | Unreachable:
        self.connections += 1
        try:
            async with asyncio.timeout(self.limits.connect_s):
                reader, writer = await asyncio.open_connection(address, port, limit=self.limits.line.longest_line)
        except TimeoutError:
            return Unreachable(Reason.TIMEOUT, f"{address} port {port}")
        except OSError as fault:
            words = "refused the connection" if isinstance(fault, ConnectionRefusedError) else "could not be reached"
            return Unreachable(Reason.NETWORK, f"{address} {words} on port {port}")
        return Line(reader, writer, self.limits.line)


def _careful(authorities: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authorities:
        context.load_verify_locations(authorities)
    return context


def _careless() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


NOWHERE = Reach(is_closed=True)
