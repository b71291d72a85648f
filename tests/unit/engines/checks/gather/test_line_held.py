"""Is everything read that a server said before it hung up, although nobody was reading at that moment?"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.unit.engines.checks.gather.made_certificates import self_signed, server_context
from tests.unit.engines.checks.gather.test_reach import LOOPBACK, LOOPS
from wardmote.engines.checks.gather.line import Line
from wardmote.engines.checks.gather.reach import Reach

SIZE = 700_000


async def read_late(context: ssl.SSLContext) -> int:
    """Let a server say SIZE bytes over TLS and hang up; return how many a slow reader gets."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"x" * SIZE)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    reach = Reach(allow=LOOPBACK, ports={443: port})
    async with server, reach.connect("127.0.0.1", 443) as line:
        assert isinstance(line, Line)
        await line.start_tls(reach.context(is_careful=False), "a.example")
        await asyncio.sleep(0.5)
        count = 0
        while said := await line.read():
            count += len(said)
        return count


@pytest.mark.parametrize("loop", sorted(LOOPS))
def test_a_slow_reader_gets_all_that_was_said_before_the_end(loop: str, tmp_path: Path) -> None:
    found: list[int] = []

    async def measured() -> None:
        found.append(await read_late(server_context(self_signed("a.example"), tmp_path)))

    run: Callable[[Awaitable[None]], None] = LOOPS[loop]
    run(measured())
    assert found == [SIZE]
