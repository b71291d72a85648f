"""How is an answer fetched that is too long for a packet (RFC 7766)?"""

import asyncio

from wardmote.engines.checks.facts import Reason, Unreachable


async def fetch(
    address: str, port: int, question: bytes, *, limit_s: float, places: asyncio.Semaphore
) -> bytes | Unreachable:
    """Ask over a connection of its own, once there is a place for it.

    The limit holds for the whole exchange, for the wait for a place too, and however slowly bytes drip in.
    """
    try:
        async with asyncio.timeout(limit_s), places:
            return await _exchange(address, port, question)
    except TimeoutError:
        return Unreachable(Reason.TIMEOUT, "over TCP")
    except (OSError, EOFError):
        return Unreachable(Reason.NETWORK, "over TCP")


async def _exchange(address: str, port: int, question: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(address, port)
    try:
        writer.write(len(question).to_bytes(2) + question)
        size = int.from_bytes(await reader.readexactly(2))
        return await reader.readexactly(size)
    finally:
        writer.transport.abort()
