"""How is a name server on loopback moved so many milliseconds away? A relay holds every packet for half of them.

The kernel's own delay (netem) isn't there on every machine. The relay is a process of its own; what it costs is on the
same two cores as everything else.
"""

import asyncio
import multiprocessing
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvloop


class Far(asyncio.DatagramProtocol):
    """Takes questions, and hands each on after half the way under an id of its own; answers come back the same way."""

    def __init__(self, half_s: float) -> None:
        """Stand before a server."""
        self.half_s = half_s
        self.queue: deque[tuple[float, Any, bytes, Any]] = deque()
        self.asked: dict[int, tuple[Any, bytes]] = {}
        self.next_id = 0
        self.transport: Any = None
        self.onwards: Any = None

    def connection_made(self, transport: Any) -> None:
        """Keep what sends answers back."""
        self.transport = transport

    def datagram_received(self, data: bytes, sender: Any) -> None:
        """Hold a question."""
        self.next_id = (self.next_id + 1) & 0xFFFF
        self.asked[self.next_id] = sender, data[:2]
        self.queue.append((time.monotonic() + self.half_s, None, self.next_id.to_bytes(2) + data[2:], None))

    def answered(self, data: bytes) -> None:
        """Hold an answer."""
        found = self.asked.pop(int.from_bytes(data[:2]), None)
        if found:
            sender, id_ = found
            self.queue.append((time.monotonic() + self.half_s, self.transport, id_ + data[2:], sender))

    async def carry(self) -> None:
        """Deliver what has been held for long enough."""
        while True:
            now = time.monotonic()
            while self.queue and self.queue[0][0] <= now:
                _, way, data, sender = self.queue.popleft()
                (way or self.onwards).sendto(data, sender)
            await asyncio.sleep(0.0005)


class Near(asyncio.DatagramProtocol):
    """The relay's own end towards the server."""

    def __init__(self, far: Far) -> None:
        """Know who hands answers back."""
        self.far = far

    def datagram_received(self, data: bytes, _: Any) -> None:
        """Hand an answer back."""
        self.far.answered(data)


def _relay(address: str, target: str, away_ms: float) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        far = Far(away_ms / 2000)
        await loop.create_datagram_endpoint(lambda: far, local_addr=(address, 53))
        far.onwards, _ = await loop.create_datagram_endpoint(lambda: Near(far), remote_addr=(target, 53))
        await asyncio.start_server(lambda r, w: _stream(r, w, target, away_ms / 1000), address, 53)
        await far.carry()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())


async def _stream(reader: Any, writer: Any, target: str, away_s: float) -> None:
    there, back = await asyncio.open_connection(target, 53)
    await asyncio.sleep(away_s)

    async def carry(source: Any, sink: Any) -> None:
        while data := await source.read(65536):
            await asyncio.sleep(away_s / 2)
            sink.write(data)
        sink.close()

    await asyncio.gather(carry(reader, back), carry(there, writer), return_exceptions=True)


@contextmanager
def relaying(address: str, target: str, away_ms: float) -> Iterator[None]:
    """Stand between an address and a server for the length of a block."""
    process = multiprocessing.get_context("spawn").Process(target=_relay, args=(address, target, away_ms), daemon=True)
    process.start()
    time.sleep(1)
    try:
        yield
    finally:
        process.terminate()
        process.join()
