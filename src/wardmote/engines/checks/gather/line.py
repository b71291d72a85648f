"""What is said over one connection, within a time and a size: lines, bytes, and TLS from some moment on?"""

import asyncio
import ssl
from dataclasses import dataclass
from typing import cast

from wardmote.engines.checks.facts import Reason, Unreachable

_CHUNK = 16_384
_MOST_HELD = 131_072  # what comes without being read beyond this waits at the other side
_BROKEN = Unreachable(Reason.NETWORK, "the connection broke off")


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


class Line(asyncio.Protocol):
    """One connection. Everything on it ends at one deadline, and so many bytes are read and no more.

    It is a protocol of its own, not a pair of streams, because a stream can't say whether something was said in plain
    text after TLS was agreed (RFC 3207, section 6: nothing of that may count).
    """

    def __init__(self, limits: LineLimits) -> None:
        """Wait for the connection, which starts the clock."""
        self._limits, self._left = limits, limits.most_bytes
        self._held = bytearray()
        self._news = asyncio.Event()
        self._why: Unreachable | None = None  # why nothing more comes, where the other side didn't end in order
        self._is_over, self._is_full, self._is_paused = False, False, False
        self._wire: asyncio.Transport
        self._deadline: float
        self._timer: asyncio.TimerHandle

    @property
    def is_out_of_time(self) -> bool:
        """Whether the connection ended at its deadline."""
        return self._why is not None and self._why.reason is Reason.TIMEOUT

    async def send(self, data: bytes) -> None:
        """Send bytes; raises LineError."""
        self._must_go_on()
        if self._wire.is_closing():
            if self._held:
                return  # what the other side said before it hung up is still to be read
            raise LineError(_BROKEN)
        self._wire.write(data)
        while self._is_full:
            await self._change()

    async def read(self, most: int = _CHUNK) -> bytes:
        """Return some bytes, none at the end; raises LineError."""
        while not self._held and not self._is_over:
            await self._more()
        return self._take(most)

    async def read_exactly(self, size: int) -> bytes:
        """Return so many bytes; raises LineError."""
        while len(self._held) < size:
            await self._more()
        return self._take(size)

    async def read_line(self) -> bytes:
        """Return one line with its end; raises LineError."""
        seen = 0
        while (end := self._held.find(b"\n", seen, self._limits.longest_line)) < 0:
            seen = len(self._held)
            if seen >= self._limits.longest_line:
                raise LineError(Unreachable(Reason.MALFORMED, "a line is too long"))
            await self._more()
        return self._take(end + 1)

    async def start_tls(self, context: ssl.SSLContext, name: str) -> ssl.SSLObject:
        """Go on in TLS. Raises LineError where the line breaks, ssl.SSLError where the handshake is refused."""
        self._must_go_on()
        if self._held:
            raise LineError(Unreachable(Reason.MALFORMED, "the server doesn't speak TLS where it is to begin"))
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(self._deadline):
                wire = await loop.start_tls(self._wire, self, context, server_hostname=name)
        except ssl.SSLError:
            raise
        except TimeoutError as fault:
            raise LineError(Unreachable(Reason.TIMEOUT)) from fault
        except OSError as fault:
            raise LineError(self._why or _BROKEN) from fault
        found: ssl.SSLObject | None = wire.get_extra_info("ssl_object") if wire else None
        if wire is None or found is None or found.version() is None:
            raise LineError(self._why or _BROKEN)
        self._wire = wire
        return found

    async def close(self) -> None:
        """Hang up at once: nobody waits for the other side to agree."""
        self._timer.cancel()
        self._wire.abort()

    def _take(self, most: int) -> bytes:
        data = bytes(self._held[:most])
        del self._held[:most]
        self._left -= len(data)
        if self._left < 0:
            raise LineError(Unreachable(Reason.MALFORMED, "the answer is too long"))
        return data

    async def _more(self) -> None:
        if self._is_over:
            raise LineError(_BROKEN)
        if self._is_paused and not self._wire.is_closing():
            self._is_paused = False
            self._wire.resume_reading()
        await self._change()

    async def _change(self) -> None:
        """Wait until something arrives, the other side hangs up, or there is room to send."""
        self._must_go_on()
        self._news.clear()
        await self._news.wait()
        if not self._held and not self._is_over:
            self._must_go_on()

    def _must_go_on(self) -> None:
        if self._why:
            raise LineError(self._why)

    def _end(self, why: Unreachable) -> None:
        self._why = self._why or why
        self._is_full = False
        self._news.set()

    def _expire(self) -> None:
        self._end(Unreachable(Reason.TIMEOUT))
        self._wire.abort()

    # What the event loop tells a protocol.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the clock."""
        self._wire = cast(asyncio.Transport, transport)
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + self._limits.whole_s
        self._timer = loop.call_at(self._deadline, self._expire)

    def data_received(self, data: bytes) -> None:
        """Hold what came, and ask the other side to wait where too much is held."""
        self._held += data
        if len(self._held) > _MOST_HELD and not self._is_paused:
            self._is_paused = True
            self._wire.pause_reading()
        self._news.set()

    def eof_received(self) -> bool | None:
        """Take the other side's end for the end of the connection."""
        self._is_over = True
        self._news.set()
        return None

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        self._timer.cancel()
        if not self._is_over:
            self._end(_BROKEN)
        self._is_full = False
        self._news.set()

    def pause_writing(self) -> None:
        """Let senders wait."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Let senders go on."""
        self._is_full = False
        self._news.set()
