"""What is said over one connection, within a time and a size: lines, bytes, and TLS from some moment on?"""

import asyncio
import ssl
from dataclasses import dataclass

from wardmote.engines.checks.facts import Reason, Unreachable

_CHUNK = 16_384


@dataclass(frozen=True)
class LineLimits:
    """`whole_s` is the time of the whole connection, `most_bytes` all that is ever read from it."""

    whole_s: float = 20.0
    most_bytes: int = 2_000_000
    longest_line: int = 65_536


class LineError(Exception):
    """The other side fell silent, hung up or said too much; `why` is what the finding says."""

    def __init__(self, why: Unreachable) -> None:
        """Carry the reason."""
        super().__init__(why.words)
        self.why = why


class Line:
    """One connection. Everything on it ends at one deadline, and so many bytes are read and no more."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: LineLimits) -> None:
        """Start the clock."""
        self._reader, self._writer = reader, writer
        self._left = limits.most_bytes
        self._deadline = asyncio.get_running_loop().time() + limits.whole_s

    async def send(self, data: bytes) -> None:
        """Send bytes; raises LineError."""
        try:
            async with asyncio.timeout_at(self._deadline):
                self._writer.write(data)
                await self._writer.drain()
        except (TimeoutError, OSError) as fault:
            raise LineError(_why(fault)) from fault

    async def read(self, most: int = _CHUNK) -> bytes:
        """Return some bytes, none at the end; raises LineError."""
        try:
            async with asyncio.timeout_at(self._deadline):
                data = await self._reader.read(most)
        except (TimeoutError, OSError) as fault:
            raise LineError(_why(fault)) from fault
        self._count(data)
        return data

    async def read_exactly(self, size: int) -> bytes:
        """Return so many bytes; raises LineError."""
        try:
            async with asyncio.timeout_at(self._deadline):
                data = await self._reader.readexactly(size)
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as fault:
            raise LineError(_why(fault)) from fault
        self._count(data)
        return data

    async def read_line(self) -> bytes:
        """Return one line with its end; raises LineError."""
        try:
            async with asyncio.timeout_at(self._deadline):
                data = await self._reader.readuntil(b"\n")
        except asyncio.LimitOverrunError as fault:
            raise LineError(Unreachable(Reason.MALFORMED, "a line is too long")) from fault
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as fault:
            raise LineError(_why(fault)) from fault
        self._count(data)
        return data

    async def start_tls(self, context: ssl.SSLContext, name: str) -> ssl.SSLObject:
        """Go on in TLS. Raises LineError where the line breaks, ssl.SSLError where the handshake is refused."""
        try:
            async with asyncio.timeout_at(self._deadline):
                await self._writer.start_tls(context, server_hostname=name)
        except ssl.SSLError:
            raise
        except (TimeoutError, OSError) as fault:
            raise LineError(_why(fault)) from fault
        found: ssl.SSLObject = self._writer.get_extra_info("ssl_object")
        return found

    async def close(self) -> None:
        """Hang up at once: nobody waits for the other side to agree."""
        self._writer.transport.abort()

    def _count(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            raise LineError(Unreachable(Reason.MALFORMED, "the answer is too long"))


def _why(fault: Exception) -> Unreachable:
    if isinstance(fault, TimeoutError):
        return Unreachable(Reason.TIMEOUT)
    return Unreachable(Reason.NETWORK, "the connection broke off")
