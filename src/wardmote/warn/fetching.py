"""How is a document fetched from somebody else's server: over https, from a permitted address, and never without end?

The same door as for checks: the name is looked up once, and the connection goes to an address that was judged. A
redirect is judged anew, and what is secret goes to the first host only.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import h11
from django.conf import settings

from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.gather.addresses import addresses_of
from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.dns.system import system_servers
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.line import Line, LineError, LineLimits
from wardmote.engines.checks.gather.reach import Reach, ReachLimits

MOST_BYTES = 200_000_000
LIMIT_S = 900.0
PORT = 443
MOST_HOPS = 5
MOST_PLACES = 3
LONGEST_HEAD = 65_536
_MOVED = {301, 302, 303, 307, 308}


class FetchTrouble(Exception):
    """A document can't be had; the text is for the source's log."""


@dataclass(frozen=True)
class Fetched:
    """What came back: names of headers in lower case. `is_whole` is false where the body broke off."""

    status: int
    headers: dict[str, str]
    size: int
    is_whole: bool = True
    body: bytes = field(default=b"", repr=False)


def fetch(
    address: str,
    into: BinaryIO,
    *,
    headers: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    most_bytes: int = MOST_BYTES,
    follows: bool = True,
) -> Fetched:
    """Write what stands at an address into a file; raises FetchTrouble where there is no answer.

    `secrets` are headers for the first host alone. A longer body than `most_bytes` is a trouble.
    """
    hops = MOST_HOPS if follows else 0
    # Python's own loop: uvloop loses what waits to be read when a server hangs up in TLS, as many do after a long file.
    return asyncio.run(_follow(address, into, dict(headers or {}), dict(secrets or {}), most_bytes, hops))


def fetch_bytes(
    address: str,
    most_bytes: int,
    *,
    headers: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    follows: bool = True,
) -> Fetched:
    """The same for a small document, with its whole body."""
    into = BytesIO()
    found = fetch(address, into, headers=headers, secrets=secrets, most_bytes=most_bytes, follows=follows)
    if not found.is_whole:
        raise FetchTrouble(f"{_host(address)} broke off in the middle of the answer.")
    return Fetched(found.status, found.headers, found.size, True, into.getvalue())


async def _follow(
    address: str, into: BinaryIO, headers: dict[str, str], secrets: dict[str, str], most_bytes: int, hops: int
) -> Fetched:
    home = _host(address)
    reach = _reach(most_bytes)
    async with Resolver(settings.WATCH_RESOLVERS or system_servers()) as resolver:
        while True:
            host = _host(address)
            said = headers | (secrets if host == home else {})
            found = await _at_host(reach, resolver, host, address, said, into, most_bytes)
            target = found.headers.get("location", "")
            if found.status not in _MOVED or not target or not hops:
                return found
            hops -= 1
            address = urljoin(address, target)


def _reach(most_bytes: int) -> Reach:
    line = LineLimits(whole_s=LIMIT_S, most_bytes=most_bytes + 4 * LONGEST_HEAD)
    return Reach(
        allow=settings.ALLOW_PRIVATE_TARGETS,
        ports=settings.TARGET_PORTS,
        authorities=settings.WATCH_AUTHORITIES or None,
        limits=ReachLimits(line=line),
    )


def _host(address: str) -> str:
    """Return the host of an address that may be fetched, or refuse it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise FetchTrouble(f"{address[:100]} is no address.") from None
    if parts.scheme != "https" or not parts.hostname:
        raise FetchTrouble(f"{address[:100]} isn't an address that starts with https://.")
    if port not in (None, PORT) or parts.username is not None:
        raise FetchTrouble(f"{address[:100]} names a port or a user, which we don't follow.")
    return parts.hostname.lower()


async def _at_host(
    reach: Reach,
    resolver: Resolver,
    host: str,
    address: str,
    headers: dict[str, str],
    into: BinaryIO,
    most_bytes: int,
) -> Fetched:
    try:
        async with asyncio.timeout(LIMIT_S):
            places = await addresses_of(host, Sources(resolver))
            if not isinstance(places, Answered):
                raise FetchTrouble(f"{host} can't be found in the DNS.")
            trouble = ""
            for place in places.records[:MOST_PLACES]:
                async with reach.connect(place, PORT) as line:
                    if isinstance(line, Unreachable):
                        trouble = line.words
                        continue
                    return await _spoken(reach, line, host, address, headers, into, most_bytes)
    except TimeoutError:
        raise FetchTrouble(f"{host} didn't answer in time.") from None
    raise FetchTrouble(f"{host} can't be reached: {trouble}.")


async def _spoken(
    reach: Reach, line: Line, host: str, address: str, headers: dict[str, str], into: BinaryIO, most_bytes: int
) -> Fetched:
    try:
        await line.start_tls(reach.context(is_careful=True), host)
        return await _answer(line, host, address, headers, into, most_bytes)
    except LineError as broken:
        raise FetchTrouble(f"{host}: {broken.why.words}.") from broken
    except ssl.SSLError as fault:
        words = (fault.reason or "TLS").lower()
        raise FetchTrouble(f"{host} shows no certificate that can be trusted ({words}).") from fault
    except (h11.RemoteProtocolError, h11.LocalProtocolError) as fault:
        raise FetchTrouble(f"{host} doesn't speak HTTP as it must.") from fault


async def _answer(
    line: Line, host: str, address: str, headers: dict[str, str], into: BinaryIO, most_bytes: int
) -> Fetched:
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=LONGEST_HEAD)
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = {"Host": host, "User-Agent": "Wardmote", "Accept-Encoding": "identity", "Connection": "close"}
    ask = h11.Request(method="GET", target=target, headers=list((own | headers).items()))
    await line.send((http.send(ask) or b"") + (http.send(h11.EndOfMessage()) or b""))
    event = await _event(http, line)
    while isinstance(event, h11.InformationalResponse):
        event = await _event(http, line)
    if not isinstance(event, h11.Response):
        raise FetchTrouble(f"{host} broke off before it answered.")
    found = {name.decode("latin-1"): value.decode("latin-1")[:2_000] for name, value in event.headers}
    if event.status_code != 200:
        return Fetched(event.status_code, found, 0)
    size, is_whole = await _body(http, line, into, most_bytes, host)
    return Fetched(event.status_code, found, size, is_whole)


async def _body(http: h11.Connection, line: Line, into: BinaryIO, most_bytes: int, host: str) -> tuple[int, bool]:
    """Write the body as it comes; what breaks off is kept as far as it came."""
    size = 0
    try:
        while isinstance(event := await _event(http, line), h11.Data):
            size += len(event.data)
            if size > most_bytes:
                raise FetchTrouble(f"{host} sends more than {most_bytes / 1_000_000:,.0f} MB.")
            into.write(event.data)
    except (LineError, h11.RemoteProtocolError):
        return size, False
    return size, isinstance(event, h11.EndOfMessage)


async def _event(http: h11.Connection, line: Line) -> object:
    while True:
        event = http.next_event()
        if event is not h11.NEED_DATA:
            return event
        http.receive_data(await line.read(1 << 16))
