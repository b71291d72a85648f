"""A name server on loopback that answers from a dictionary, in a thread of its own: the code under test has no loop."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.message

from tests.unit.engines.checks.gather.fake_server import FakeServer, answer, name_of, serving

NXDOMAIN, SERVFAIL = 3, 2


@dataclass
class StatedDns:
    """Texts by name; a name in `silent` gets no answer, and one in `failing` gets SERVFAIL."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def publish(self, name: str, *texts: str) -> None:
        """Publish texts at the place where proofs belong."""
        self.texts[f"_wardmote.{name}"] = list(texts)

    def reply(self, query: dns.message.Message) -> list[bytes]:
        """Answer one question."""
        name = name_of(query)
        self.asked.append(name)
        if name in self.silent:
            return []
        if name in self.failing:
            return [answer(query, rcode=SERVFAIL).to_wire()]
        if name not in self.texts:
            return [answer(query, rcode=NXDOMAIN).to_wire()]
        records = [f'{name}. 60 TXT "{text}"' for text in self.texts[name]]
        return [answer(query, *records).to_wire()]


@contextmanager
def stated_dns() -> Iterator[StatedDns]:
    """Serve until the block ends."""
    stated, loop = StatedDns(), asyncio.new_event_loop()
    is_ready, is_over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with serving(FakeServer(stated.reply)) as server:
            stated.port = server.port
            is_ready.set()
            await is_over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert is_ready.wait(10)
    try:
        yield stated
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join(10)
        loop.close()
