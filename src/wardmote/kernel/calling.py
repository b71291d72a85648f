"""How does a message reach an address outside, signed, at a public place, and tried again where it fails?

A message is a row with `state`, `tries`, `made_at` and `tried_at`. Taking it up is committed before the call is made,
so that no two workers make it at once, and its key lets the receiver drop a double where a worker died in between.
"""

import asyncio
import hashlib
import hmac
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

import h11
from django.conf import settings
from django.db.models import F, Model, Q, QuerySet

from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.gather.addresses import addresses_of
from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.dns.system import system_servers
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.line import Line, LineError, LineLimits
from wardmote.engines.checks.gather.reach import Reach, ReachLimits

LIMIT_S = 10.0
MOST_BYTES = 65_536
PORT = 443
MOST_TRIES = 8
LONGEST_WAIT = timedelta(hours=24)
STALE_AFTER = timedelta(minutes=15)
MOST_AT_ONCE = 500
LONGEST_TROUBLE = 200
WAITING, CALLING, DONE, FAILED = "waiting", "calling", "done", "failed"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Outcome:
    """How a call went: what went wrong, nothing where it was taken, and the status if one came."""

    trouble: str = ""
    status: int = 0


def take_up(calls: QuerySet[Row], call_id: int, at: datetime) -> bool:
    """Take one of these calls up, unless it is made already, in somebody's hands, or was tried often enough."""
    untaken = Q(state__in=[WAITING, FAILED], tries__lt=MOST_TRIES)
    return bool(calls.filter(untaken, pk=call_id).update(state=CALLING, tries=F("tries") + 1, tried_at=at))


def due_again(calls: QuerySet[Row], at: datetime) -> list[int]:
    """Return calls that failed, each after twice the time it waited before, and those whose worker or job was lost."""
    calls.filter(state=CALLING, tried_at__lt=at - STALE_AFTER).update(state=FAILED)
    waiting = Q(state=WAITING, made_at__lt=at - STALE_AFTER)
    for tries in range(1, MOST_TRIES):
        waiting |= Q(state=FAILED, tries=tries, tried_at__lte=at - wait_after(tries))
    return list(calls.filter(waiting).values_list("pk", flat=True)[:MOST_AT_ONCE])


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries: an hour, two, four, and never more than a day."""
    return min(timedelta(hours=2 ** (tries - 1)), LONGEST_WAIT)


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return the header that shows who sent the body, and when: HMAC-SHA256 over `MOMENT.BODY`."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def headers_of(key: str, body: bytes, secret: str, at: datetime) -> list[tuple[str, str]]:
    """Return what is sent with a body of JSON; it is signed where there is a secret."""
    plain = [("Content-Type", "application/json"), ("User-Agent", "Wardmote"), ("Wardmote-Key", key)]
    return [*plain, ("Wardmote-Signature", signature(secret, int(at.timestamp()), body))] if secret else plain


async def deliver(address: str, body: bytes, headers: list[tuple[str, str]]) -> Outcome:
    """Post the body once; it was taken where a status from 200 to 299 came.

    No redirect is followed. The name is looked up once, and the connection goes to an address that was permitted.
    """
    host = (urlsplit(address).hostname or "").lower()
    try:
        async with asyncio.timeout(LIMIT_S), Resolver(settings.WATCH_RESOLVERS or system_servers()) as resolver:
            found = await addresses_of(host, Sources(resolver))
            if not isinstance(found, Answered):
                return Outcome(f"{host} can't be found in the DNS")
            return await _post(host, found.records[0], address, body, headers)
    except TimeoutError:
        return Outcome(f"{host} didn't answer within {LIMIT_S:.0f} seconds")


async def _post(host: str, place: str, address: str, body: bytes, headers: list[tuple[str, str]]) -> Outcome:
    reach = Reach(
        allow=settings.ALLOW_PRIVATE_TARGETS,
        ports=settings.TARGET_PORTS,
        authorities=settings.WATCH_AUTHORITIES or None,
        limits=ReachLimits(line=LineLimits(whole_s=LIMIT_S, most_bytes=MOST_BYTES)),
    )
    async with reach.connect(place, PORT) as line:
        if isinstance(line, Unreachable):
            return Outcome(line.words)
        try:
            await line.start_tls(reach.context(is_careful=True), host)
            status = await _status(line, host, address, body, headers)
        except LineError as broken:
            return Outcome(broken.why.words)
        except ssl.SSLError as fault:
            return Outcome(f"{host} shows no certificate that can be trusted ({(fault.reason or 'TLS').lower()})")
        except h11.RemoteProtocolError:
            return Outcome(f"{host} doesn't speak HTTP as it must")
    return Outcome("" if 200 <= status < 300 else f"{host} answered with status {status}", status)


async def _status(line: Line, host: str, address: str, body: bytes, headers: list[tuple[str, str]]) -> int:
    """Send the request, and read no further than to the status."""
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_BYTES)
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = [("Host", host), ("Content-Length", str(len(body))), ("Connection", "close")]
    said = (
        h11.Request(method="POST", target=target, headers=[*own, *headers]),
        h11.Data(data=body),
        h11.EndOfMessage(),
    )
    await line.send(b"".join(http.send(event) or b"" for event in said))
    while True:
        event = http.next_event()
        if isinstance(event, h11.Response):
            return event.status_code
        if event is h11.NEED_DATA:
            http.receive_data(await line.read())
        elif not isinstance(event, h11.InformationalResponse):
            raise h11.RemoteProtocolError("no answer came")
