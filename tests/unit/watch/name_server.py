"""A name server on loopback in a thread of its own, for jobs that run an event loop themselves."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.unit.engines.checks.gather.fake_server import FakeServer, Reply, serving


@contextmanager
def answering(reply: Reply, *, delay_s: float = 0.0) -> Iterator[FakeServer]:
    """Serve until the block ends."""
    server = FakeServer(reply, delay_s=delay_s)
    loop = asyncio.new_event_loop()
    is_up, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with serving(server):
            is_up.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert is_up.wait(5)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        loop.close()
