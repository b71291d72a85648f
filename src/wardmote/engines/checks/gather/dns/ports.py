"""From which local port does each question leave, and to which question does a packet belong (RFC 5452)?"""

import asyncio
from functools import partial
from random import Random
from typing import Protocol, cast


class Waiting(Protocol):
    """Whoever waits for a packet."""

    def receive(self, wire: bytes) -> None:
        """Take a packet that carries the right id; it may still be somebody else's invention."""

    def fail(self, port: "Port", detail: str) -> None:
        """Take the word of the system that the server can't be reached from this port."""


class Port(asyncio.DatagramProtocol):
    """One socket, joined to one server, so that the system drops packets from elsewhere."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.sent = 0
        self._loop = loop
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[int, Waiting] = {}
        self._is_retired = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what sends."""
        self._transport = cast(asyncio.DatagramTransport, transport)  # uvloop's own is no subclass

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Hand a packet to whoever waits for its id."""
        waiting = self._waiting.get(data[0] << 8 | data[1]) if len(data) >= 12 else None
        if waiting is not None:
            waiting.receive(data)

    def error_received(self, exc: Exception) -> None:
        """Tell all who wait here; later, because sending itself may end up here."""
        for waiting in list(self._waiting.values()):
            self._loop.call_soon(waiting.fail, self, str(exc))

    def send(self, question: bytes, waiting: Waiting, id_: int, chance: Random) -> int:
        """Send a question under a random id, another one if that is used here; return the id."""
        while id_ in self._waiting:
            id_ = chance.getrandbits(16)
        self._waiting[id_] = waiting
        self.sent += 1
        if self._transport is not None:
            self._transport.sendto(id_.to_bytes(2) + question)
        return id_

    def forget(self, id_: int) -> None:
        """Wait no longer for this id."""
        self._waiting.pop(id_, None)
        if self._is_retired and not self._waiting:
            self.close()

    def retire(self) -> None:
        """Close as soon as nobody waits here."""
        self._is_retired = True
        if not self._waiting:
            self.close()

    def close(self) -> None:
        """Give the socket back."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None


class Server:
    """One resolver, and a pool of ports to it. The system picks each port at random; worn ones are replaced."""

    def __init__(self, address: str, port: int, *, ports: int, questions_per_port: int, chance: Random) -> None:
        self.address, self.port = address, port
        self._size, self._worn_after = ports, questions_per_port
        self._chance = chance
        self._pool: list[Port] = []
        self._opening: asyncio.Task[None] | None = None

    async def open(self) -> bool:
        """Open the pool, and say whether there is a way to the server at all."""
        try:
            while len(self._pool) < self._size:
                self._pool.append(await self._new_port())
        except OSError:
            await self.close()
            return False
        return True

    def send(self, question: bytes, waiting: Waiting) -> tuple[Port, int]:
        """Send from a port picked at random; return it and the id under which the answer is expected."""
        bits = self._chance.getrandbits(32)
        number = (bits >> 16) % self._size
        port = self._pool[number]
        if port.sent >= self._worn_after and (self._opening is None or self._opening.done()):
            self._opening = asyncio.get_running_loop().create_task(self._replace(number))
        return port, port.send(question, waiting, bits & 0xFFFF, self._chance)

    async def close(self) -> None:
        """Close every port."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.wait([self._opening])
        for port in self._pool:
            port.close()

    async def _replace(self, number: int) -> None:
        try:
            fresh = await self._new_port()
        except OSError:
            return  # the worn port goes on, and the next question tries again
        self._pool[number].retire()
        self._pool[number] = fresh

    async def _new_port(self) -> Port:
        loop = asyncio.get_running_loop()
        _, port = await loop.create_datagram_endpoint(partial(Port, loop), remote_addr=(self.address, self.port))
        return port
