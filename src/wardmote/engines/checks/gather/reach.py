"""How is a connection made to somebody else's server: permitted, one at a time to each, and never for long?

Every connection of a check goes through here. The address is the one that was looked up and judged, never a name, so
that nobody can answer differently between the look and the leap.
"""

import asyncio
import errno
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar, cast

from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather.line import Line, LineLimits
from wardmote.engines.checks.targets import Network, is_permitted

T = TypeVar("T")
_OWN_FAULTS = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL}
_LEGACY_SERVERS = getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # named from Python 3.12 on


@dataclass(frozen=True)
class ReachLimits:
    """How many connections at once in a run, and what each may cost.

    Hundreds of sites share an address, and are visited one after the other. `queue_s` is the longest that one of them
    waits for its turn. An address and port that lets `patience` connections in a row run out of time is left alone for
    the rest of the run: otherwise 500 sites on a server that hangs would take it three hours. Where the first
    `closed_after` connections to a port all ran out of time, wherever they led, it is our own network that lets none
    out, as most do for mail.
    """

    at_once: int = 150
    connect_s: float = 5.0
    queue_s: float = 60.0
    patience: int = 4
    closed_after: int = 40
    line: LineLimits = field(default_factory=LineLimits)


@dataclass
class _Turn:
    """Whose turn it is at one address, and how many hold or await it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


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
        greeting_name: str = "checks.wardmote.example",
        is_closed: bool = False,
    ) -> None:
        """`authorities` is a file of certificates to trust besides the system's, `greeting_name` who we say we are."""
        self.limits = limits or ReachLimits()
        self.greeting_name = greeting_name
        self.connections = 0
        self._allow, self._ports, self._is_closed = tuple(allow), dict(ports or {}), is_closed
        self._authorities = authorities
        self._known: dict[Hashable, asyncio.Future[Any]] = {}
        self._turns: dict[str, _Turn] = {}
        self._late: dict[tuple[str, int], int] = {}
        self._open_ports: set[int] = set()
        self._late_ports: dict[int, int] = {}
        self._places: asyncio.Semaphore | None = None
        self._contexts: dict[bool, ssl.SSLContext] = {}

    async def once(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """Return what `make` gives, made once in this run for each key: many domains share a mail server.

        It goes on when the first who asked is cancelled. What was cancelled or failed is made anew for the next. Where
        nothing is contacted there is no run, and nothing is kept.
        """
        if self._is_closed:
            return await make()
        task = self._known.get(key)
        if task is None:
            task = self._known[key] = asyncio.ensure_future(make())
            task.add_done_callback(lambda done: self._forget_failed(key, done))
        return cast(T, await asyncio.shield(task))

    def permits(self, address: str) -> bool:
        """Whether a connection to an address may be made."""
        return is_permitted(address, self._allow)

    @asynccontextmanager
    async def connect(self, address: str, port: int) -> AsyncIterator[Line | Unreachable]:
        """Open a connection for the length of a block; Unreachable says why there is none."""
        if self._is_closed:
            yield Unreachable(Reason.STOPPED, "connections are switched off")
            return
        if not self.permits(address):
            yield Unreachable(Reason.NETWORK, f"{address} is not a public address")
            return
        async with self._turn(_plain(address)) as is_ours:
            if not is_ours:
                yield Unreachable(Reason.TIMEOUT, f"{address} was busy with other checks for too long")
                return
            async with self._place():
                line = await self._open(_plain(address), port)
                try:
                    yield line
                finally:
                    if isinstance(line, Line):
                        await line.close()
                        self._note((_plain(address), port), is_late=line.is_out_of_time)

    def context(self, *, is_careful: bool) -> ssl.SSLContext:
        """Return the settings of TLS: careful as a browser, or taking whatever a server shows so that we can tell."""
        if is_careful not in self._contexts:
            self._contexts[is_careful] = _careful(self._authorities) if is_careful else _careless()
        return self._contexts[is_careful]

    def _forget_failed(self, key: Hashable, done: asyncio.Future[Any]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._known.pop(key, None)

    def _place(self) -> asyncio.Semaphore:
        if self._places is None:
            self._places = asyncio.Semaphore(self.limits.at_once)
        return self._places

    @asynccontextmanager
    async def _turn(self, address: str) -> AsyncIterator[bool]:
        """Wait for the turn at an address, not for ever; whoever leaves last takes the queue away."""
        turn = self._turns.setdefault(address, _Turn())
        turn.users += 1
        try:
            try:
                async with asyncio.timeout(self.limits.queue_s):
                    await turn.lock.acquire()
            except TimeoutError:
                yield False
                return
            try:
                yield True
            finally:
                turn.lock.release()
        finally:
            turn.users -= 1
            if not turn.users:
                del self._turns[address]

    async def _open(self, address: str, port: int) -> Line | Unreachable:
        place = (address, port)
        if self._late.get(place, 0) >= self.limits.patience:
            return Unreachable(Reason.TIMEOUT, f"{address} port {port}, as often before in this run")
        if port not in self._open_ports and self._late_ports.get(port, 0) >= self.limits.closed_after:
            return Unreachable(Reason.TIMEOUT, f"no server at all on port {port}: our network seems to let none out")
        self.connections += 1
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.limits.connect_s):
                _, line = await loop.create_connection(
                    lambda: Line(self.limits.line), address, self._ports.get(port, port)
                )
        except TimeoutError:
            self._note(place, is_late=True)
            self._late_ports[port] = self._late_ports.get(port, 0) + 1
            return Unreachable(Reason.TIMEOUT, f"{address} port {port}")
        except OSError as fault:
            return _unreachable(fault, address, port)
        self._open_ports.add(port)
        return line

    def _note(self, place: tuple[str, int], *, is_late: bool) -> None:
        """Count the connections in a row that ran out of time."""
        if is_late:
            self._late[place] = self._late.get(place, 0) + 1
        else:
            self._late.pop(place, None)


def _plain(address: str) -> str:
    """Return the one spelling of an address, and for an IPv4 address in IPv6's clothes the address itself."""
    found = ip_address(address)
    return str((found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found)


def _unreachable(fault: OSError, address: str, port: int) -> Unreachable:
    if fault.errno in _OWN_FAULTS:
        return Unreachable(Reason.STOPPED, f"the checking machine could open no more connections: {fault.strerror}")
    words = "refused the connection" if isinstance(fault, ConnectionRefusedError) else "could not be reached"
    return Unreachable(Reason.NETWORK, f"{address} {words} on port {port}")


def _default() -> ssl.SSLContext:
    """Return Python's own settings, without what Python 3.13 asks of certificates and browsers don't.

    TLS 1.2 is the least everywhere: some systems leave that to their OpenSSL's own file.
    """
    context = ssl.create_default_context()
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


@cache
def _careful_as_the_system() -> ssl.SSLContext:
    return _default()  # reads some 140 certificates, which takes longer than ten visits


def _careful(authorities: str | None) -> ssl.SSLContext:
    if not authorities:
        return _careful_as_the_system()
    context = _default()
    context.load_verify_locations(authorities)
    return context


def _careless() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= _LEGACY_SERVERS
    context.set_ciphers("ALL:!aNULL:@SECLEVEL=0")
    return context


NOWHERE = Reach(is_closed=True)
