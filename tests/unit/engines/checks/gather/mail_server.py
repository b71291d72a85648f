"""Mail servers on loopback: a real one with STARTTLS (aiosmtpd), and some that say what no server should."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Seen:
    """Where a server listens, and who came: connections in all, open now, and the most at one moment."""

    port: int = 0
    connections: int = 0
    open_now: int = 0
    most_at_once: int = 0

    def came(self) -> None:
        self.connections += 1
        self.open_now += 1
        self.most_at_once = max(self.most_at_once, self.open_now)

    def left(self) -> None:
        self.open_now -= 1


class Refusing:
    """Takes no mail: whoever sends any is told off, and the test sees it."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: object, envelope: object, hostname: str, responses: list[str]
    ) -> list[str]:
        self.commands.append(f"EHLO {hostname}")
        return responses

    async def handle_QUIT(self, server: SMTP, session: object, envelope: object) -> str:  # noqa: N802
        self.commands.append("QUIT")
        return "221 Bye"

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: object, envelope: object, address: str, options: list[str]
    ) -> str:
        self.commands.append("MAIL")
        return "550 No mail here"


@asynccontextmanager
async def real_server(
    tls: ssl.SSLContext | None, *, handler: Refusing | None = None, address: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Seen]:
    """Run aiosmtpd in this loop."""
    seen, taking = Seen(), handler or Refusing()
    loop = asyncio.get_running_loop()

    class Counted(SMTP):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            if not self._is_counted:
                self._is_counted = True
                seen.came()
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            seen.left()
            super().connection_lost(error)

        _is_counted = False

    def made() -> SMTP:
        return Counted(taking, hostname="mx.example.net", tls_context=tls, loop=loop)

    server = await loop.create_server(made, address, port)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()


@asynccontextmanager
async def saying(talk: Talk, *, address: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Seen]:
    """Run a server that talks as the test says, and hangs up at its end."""
    seen = Seen()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.came()
        try:
            await talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever hangs up, or the end of the test
        finally:
            seen.left()
            writer.close()

    server = await asyncio.start_server(connected, address, port)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()


def script(*answers: bytes, then: Talk | None = None) -> Talk:
    """Return a talk that gives each answer in turn: the first at once, the others after a line each."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for place, answer in enumerate(answers):
            if place:
                await reader.readuntil(b"\n")
            writer.write(answer)
            await writer.drain()
        await (then or silence)(reader, writer)

    return talk


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say nothing more until the other side hangs up."""
    while await reader.read(4096):
        pass


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection off."""
    writer.transport.abort()


def endless(data: bytes, *, each_s: float = 0.0) -> Talk:
    """Return a talk that never ends."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            writer.write(data)
            await writer.drain()
            await asyncio.sleep(each_s)

    return talk
