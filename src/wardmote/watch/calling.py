"""How does a message reach an address of a council's own, signed, at a public place, and tried again where it fails?"""

import asyncio
import hashlib
import hmac
import json
import ssl
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import h11
from django.conf import settings
from django.db.models import F, Q
from django_tasks import task

from wardmote.engines.checks.facts import Answered, Unreachable
from wardmote.engines.checks.gather.addresses import addresses_of
from wardmote.engines.checks.gather.dns.resolver import Resolver
from wardmote.engines.checks.gather.dns.system import system_servers
from wardmote.engines.checks.gather.gathering import Sources
from wardmote.engines.checks.gather.line import Line, LineError, LineLimits
from wardmote.engines.checks.gather.loops import run
from wardmote.engines.checks.gather.reach import Reach, ReachLimits
from wardmote.kernel.moments import now
from wardmote.kernel.sealing import unseal

from .models import CallState, Webhook, WebhookCall

SEALED_FOR = "webhook"
LIMIT_S = 10.0
MOST_BYTES = 65_536
PORT = 443
MOST_TRIES = 8
LONGEST_WAIT = timedelta(hours=24)
# A call whose worker died is made again: the key lets the receiver drop a double.
STALE_AFTER = timedelta(minutes=15)
MOST_AT_ONCE = 500
LONGEST_TROUBLE = 200


@task()
def call_webhook(call_id: int) -> str:
    """Make one call. Taking it up is committed first, so that no two workers make it at once."""
    call = _take_up(call_id, now())
    if call is None:
        return "nothing to call"
    body = json.dumps(call.body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = _headers(call, body, now())
    trouble = run(deliver(call.webhook.address, body, headers))
    _note(call, trouble, now())
    return trouble or "delivered"


@task()
def call_again() -> int:
    """Queue the calls whose time to be tried again has come; the hourly duty."""
    return queue_again(now())


def queue_again(at: datetime) -> int:
    """Queue calls that failed, each after twice the time it waited before, and those whose worker died."""
    WebhookCall.objects.filter(state=CallState.CALLING, tried_at__lt=at - STALE_AFTER).update(state=CallState.FAILED)
    waiting = Q(state=CallState.WAITING, made_at__lt=at - STALE_AFTER)
    for tries in range(1, MOST_TRIES):
        waiting |= Q(state=CallState.FAILED, tries=tries, tried_at__lte=at - wait_after(tries))
    due = WebhookCall.objects.filter(waiting, webhook__removed_at__isnull=True).values_list("pk", flat=True)
    for call_id in due[:MOST_AT_ONCE]:
        call_webhook.enqueue(call_id)
    return len(due[:MOST_AT_ONCE])


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries: an hour, two, four, and never more than a day."""
    return min(timedelta(hours=2 ** (tries - 1)), LONGEST_WAIT)


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return the header that shows who sent the body, and when: HMAC-SHA256 over `MOMENT.BODY`."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def _take_up(call_id: int, at: datetime) -> WebhookCall | None:
    untaken = Q(state__in=[CallState.WAITING, CallState.FAILED], tries__lt=MOST_TRIES)
    taken = WebhookCall.objects.filter(untaken, pk=call_id, webhook__removed_at__isnull=True).update(
        state=CallState.CALLING, tries=F("tries") + 1, tried_at=at
    )
    return WebhookCall.objects.select_related("webhook").get(pk=call_id) if taken else None


def _headers(call: WebhookCall, body: bytes, at: datetime) -> list[tuple[str, str]]:
    secret = unseal(call.webhook.secret, SEALED_FOR)
    return [
        ("Content-Type", "application/json"),
        ("User-Agent", "Wardmote"),
        ("Wardmote-Key", str(call.key)),
        ("Wardmote-Signature", signature(secret, int(at.timestamp()), body)),
    ]


def _note(call: WebhookCall, trouble: str, at: datetime) -> None:
    """Keep how it went, with the call and with the address."""
    state = CallState.FAILED if trouble else CallState.DONE
    WebhookCall.objects.filter(pk=call.pk, state=CallState.CALLING).update(state=state)
    webhook = Webhook.objects.filter(pk=call.webhook_id)
    if not trouble:
        webhook.exclude(trouble="").update(trouble="", trouble_since=None)
        return
    webhook.filter(trouble_since__isnull=True).update(trouble_since=at)
    webhook.update(trouble=trouble[:LONGEST_TROUBLE])


async def deliver(address: str, body: bytes, headers: list[tuple[str, str]]) -> str:
    """Post the body once; returns what went wrong, nothing where a status from 200 to 299 came.

    No redirect is followed. The name is looked up once, and the connection goes to an address that was permitted.
    """
    host = (urlsplit(address).hostname or "").lower()
    try:
        async with asyncio.timeout(LIMIT_S), Resolver(settings.WATCH_RESOLVERS or system_servers()) as resolver:
            found = await addresses_of(host, Sources(resolver))
            if not isinstance(found, Answered):
                return f"{host} can't be found in the DNS"
            return await _post(host, found.records[0], address, body, headers)
    except TimeoutError:
        return f"{host} didn't answer within {LIMIT_S:.0f} seconds"


async def _post(host: str, place: str, address: str, body: bytes, headers: list[tuple[str, str]]) -> str:
    reach = Reach(
        allow=settings.ALLOW_PRIVATE_TARGETS,
        ports=settings.TARGET_PORTS,
        authorities=settings.WATCH_AUTHORITIES or None,
        limits=ReachLimits(line=LineLimits(whole_s=LIMIT_S, most_bytes=MOST_BYTES)),
    )
    async with reach.connect(place, PORT) as line:
        if isinstance(line, Unreachable):
            return line.words
        try:
            await line.start_tls(reach.context(is_careful=True), host)
            status = await _status(line, host, address, body, headers)
        except LineError as broken:
            return broken.why.words
        except ssl.SSLError as fault:
            return f"{host} shows no certificate that can be trusted ({(fault.reason or 'TLS').lower()})"
        except h11.RemoteProtocolError:
            return f"{host} doesn't speak HTTP as it must"
    return "" if 200 <= status < 300 else f"{host} answered with status {status}"


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
