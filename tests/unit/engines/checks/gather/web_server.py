"""A web server on loopback that says what a test wants, byte for byte, and counts who came."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


def said(text: str | bytes) -> Answer:
    """Return an answer that is always these bytes."""
    data = text if isinstance(text, bytes) else text.encode("latin-1")

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def page(body: str = "", *, status: str = "200 OK", head: str = "") -> str:
    """Return a whole answer; each line of `head` ends with \\r\\n."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n{body}"


@dataclass
class Seen:
    """Who came: the number of connections, the most at one moment, and the paths asked for."""

    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    paths: list[str] = field(default_factory=list)
    port: int = 0


@asynccontextmanager
async def serving(
    answer: Answer, address: str = "127.0.0.1", *, port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Seen]:
    """Serve each request with `answer`, which is given the path and the writer; a mere handshake counts as coming."""
    seen = Seen()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        seen.at_once += 1
        seen.most_at_once = max(seen.most_at_once, seen.at_once)
        try:
            if tls:
                await writer.start_tls(tls)
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.decode("latin-1").split(" ")[1]
                seen.paths.append(path)
                await answer(path, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, OSError):
            pass  # whoever hangs up, or the end of the test
        finally:
            seen.at_once -= 1
            writer.close()

    server = await asyncio.start_server(connected, address, port)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
