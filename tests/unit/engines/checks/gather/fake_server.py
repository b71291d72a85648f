"""What would a name server do that answers wrongly, slowly, or not at all? A server on loopback, over UDP and TCP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rrset

# Packets to send back for a question: none, one or many.
Reply = Callable[[dns.message.Message], list[bytes]]

MOST_PORTS_TRIED = 20


def answer(query: dns.message.Message, *records: str, flags: int = 0, rcode: int = 0) -> dns.message.Message:
    """Return a response with records written as `name ttl TYPE data`."""
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA | flags
    response.set_rcode(rcode)  # type: ignore[arg-type]
    for record in records:
        name, ttl, kind, data = record.split(" ", 3)
        response.answer.append(dns.rrset.from_text(name, int(ttl), "IN", kind, data))
    return response


def name_of(query: dns.message.Message) -> str:
    """Return the name that is asked about."""
    return query.question[0].name.to_text(omit_final_dot=True).lower()


@dataclass
class FakeServer:
    """Answers each packet with what `reply` gives, and each connection with what `reply_over_stream` gives."""

    reply: Reply
    reply_over_stream: Reply | None = None
    drip_s: float = 0.0
    delay_s: float = 0.0
    port: int = 0
    asked: list[str] = field(default_factory=list)
    clients: list[tuple[str, int]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0

    async def over_udp(self, data: bytes, client: tuple[str, int], transport: asyncio.DatagramTransport) -> None:
        """Answer one packet."""
        query = dns.message.from_wire(data)
        self.asked.append(name_of(query))
        self.clients.append(client)
        self.ids.append(query.id)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        self._now -= 1
        for packet in self.reply(query):
            transport.sendto(packet, client)

    async def over_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection, a byte at a time if it is to drip."""
        try:
            query = dns.message.from_wire(await reader.readexactly(int.from_bytes(await reader.readexactly(2))))
            for packet in (self.reply_over_stream or self.reply)(query):
                whole = len(packet).to_bytes(2) + packet
                pieces = [whole[at : at + 1] for at in range(len(whole))] if self.drip_s else [whole]
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(self.drip_s)
        except (OSError, EOFError):
            return
        finally:
            writer.close()


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: FakeServer) -> None:
        self._server = server
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        task = asyncio.ensure_future(self._server.over_udp(data, addr, self._transport))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _on_one_port(server: FakeServer) -> tuple[asyncio.Server, asyncio.BaseTransport]:
    """Take a port that is free for TCP, and another one where somebody has it for UDP."""
    loop = asyncio.get_running_loop()
    for tries_left in reversed(range(MOST_PORTS_TRIED)):
        stream = await asyncio.start_server(server.over_tcp, "127.0.0.1", 0)
        server.port = stream.sockets[0].getsockname()[1]
        try:
            place = ("127.0.0.1", server.port)
            transport, _ = await loop.create_datagram_endpoint(lambda: _Udp(server), local_addr=place)
        except OSError:
            stream.close()
            if not tries_left:
                raise
        else:
            return stream, transport
    raise AssertionError("no port was tried")


@asynccontextmanager
async def serving(server: FakeServer) -> AsyncIterator[FakeServer]:
    """Serve on a port of loopback that is free for both protocols."""
    stream, transport = await _on_one_port(server)
    try:
        yield server
    finally:
        transport.close()
        stream.close()
