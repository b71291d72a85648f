"""What do the resolvers answer, each question asked once in a run and none too fast?"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Sequence
from random import Random, SystemRandom
from types import TracebackType
from typing import Protocol, TypeVar, cast

from wardmote.engines.checks.facts import Answer, Reason, Unreachable
from wardmote.engines.checks.gather.dns.exchange import Exchange
from wardmote.engines.checks.gather.dns.kinds import Kind
from wardmote.engines.checks.gather.dns.names import Unaskable, normal
from wardmote.engines.checks.gather.dns.pace import Limits, Overdue, Pace, Patience, zone_of
from wardmote.engines.checks.gather.dns.ports import Server
from wardmote.engines.checks.gather.dns.reply import Reply

T = TypeVar("T")
_Key = tuple[str, int, bool]


class Asks(Protocol):
    """Whoever answers questions: the resolver, or records stated by a test."""

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False, client: str = "") -> Awaitable[Answer[T]]:
        """Return records, absence, or why nothing is known. It never raises for the network's faults."""


class Resolver:
    """A client of recursive resolvers, for one run: `async with Resolver([("127.0.0.1", 53)]) as resolver`.

    An answer is remembered for the run, whatever its TTL: a run is to judge one moment. Whoever asks what is being
    asked already waits for the same answer, and may be cancelled without harm to the others.
    """

    def __init__(
        self,
        servers: Sequence[tuple[str, int]],
        *,
        patience: Patience | None = None,
        limits: Limits | None = None,
        chance: Random | None = None,
    ) -> None:
        """Ask these servers (address and port) in turn. Chance is the system's unless a test brings its own."""
        self._patience, self._limits = patience or Patience(), limits or Limits()
        self._chance = chance or SystemRandom()
        self._servers = tuple(
            Server(
                address,
                port,
                ports=self._limits.ports,
                questions_per_port=self._limits.questions_per_port,
                chance=self._chance,
            )
            for address, port in servers
        )
        self._streams = asyncio.Semaphore(self._limits.streams)
        self._zones = Pace(self._limits.zone_per_s, self._limits.zone_burst)
        self._clients = Pace(self._limits.client_per_s, self._limits.client_burst)
        self._replies: dict[_Key, Reply[object]] = {}
        self._open: dict[_Key, Exchange] = {}
        self._overdue: Overdue[Exchange] = Overdue()
        self._queue: deque[Exchange] = deque()
        self._on_their_way = 0
        self._is_stopped = True

    async def __aenter__(self) -> "Resolver":
        self._servers = tuple([server for server in self._servers if await server.open()])
        self._is_stopped = False
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_stopped = True
        self._overdue.clear()
        self._queue.clear()
        for exchange in list(self._open.values()):
            exchange.stop()
        for server in self._servers:
            await server.close()

    def ask(self, name: str, kind: Kind[T], *, unchecked: bool = False, client: str = "") -> Awaitable[Answer[T]]:
        """Return records, absence, or why nothing is known; it never raises for the network's faults.

        `client` is for whom we ask, for the limit on what one council's domains may cost. With `unchecked` the
        resolver hands out what DNSSEC calls forged. The question leaves at once, and what is returned is no coroutine:
        a night has some millions of questions, and a task for each costs as much as its packets.
        """
        key = (name, kind.number, unchecked)
        reply = self._replies.get(key)
        if reply is None:
            key = (normal(name), kind.number, unchecked)
            reply = self._replies.get(key)
        if reply is None:
            exchange = self._open.get(key)
            reply = exchange.reply if exchange is not None else self._begin(key, kind, client)
        return cast("Reply[T]", reply)

    def _begin(self, key: _Key, kind: Kind[object], client: str) -> Reply[object]:
        if self._is_stopped:
            return Reply(Unreachable(Reason.STOPPED))
        if not self._servers:
            return Reply(Unreachable(Reason.NETWORK, "there is no way to a resolver"))
        try:
            exchange = Exchange(key[0], kind, unchecked=key[2], finish=self._finish)
        except Unaskable:
            return Reply(Unreachable(Reason.UNASKABLE, key[0]))
        self._open[key] = exchange
        loop = asyncio.get_running_loop()
        now = loop.time()
        delay_s = self._zones.delay_s(zone_of(key[0]), now)
        if client:
            delay_s = max(delay_s, self._clients.delay_s(client, now))
        if delay_s:
            loop.call_later(delay_s, self._send, exchange)
        else:
            self._send(exchange)
        return exchange.reply

    def _send(self, exchange: Exchange) -> None:
        if self._is_stopped:
            return
        if self._on_their_way >= self._limits.in_flight:
            self._queue.append(exchange)
            return
        self._on_their_way += 1
        exchange.start(
            self._servers,
            patience=self._patience,
            overdue=self._overdue,
            streams=self._streams,
            chance=self._chance,
        )

    def _finish(self, exchange: Exchange, answer: Answer[object]) -> None:
        self._on_their_way -= 1
        self._open.pop(exchange.key, None)
        if len(self._replies) >= self._limits.remembered:
            del self._replies[next(iter(self._replies))]
        self._replies[exchange.key] = exchange.reply
        exchange.reply.settle(answer)
        if self._queue and not self._is_stopped:
            self._send(self._queue.popleft())
