"""Does an address of the council's own hear of changes, signed, at a public place, and again where it failed?"""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import dns.message
import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from tests.unit.engines.checks.gather.fake_server import FakeServer, answer, name_of
from tests.unit.engines.checks.gather.fake_server import serving as serving_names
from tests.unit.engines.checks.gather.made_certificates import Authority, self_signed, server_context
from tests.unit.watch.nights import Stated, a_night
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.sealing import unseal
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.watch import calling
from wardmote.watch.actions.add_webhook import add_webhook, read_address
from wardmote.watch.actions.remove_webhook import remove_webhook
from wardmote.watch.calling import MOST_TRIES, SEALED_FOR, call_webhook, deliver, queue_again, signature, wait_after
from wardmote.watch.intervals import Move
from wardmote.watch.messages import body_of
from wardmote.watch.models import CallState, Change, Webhook, WebhookCall
from wardmote.watch.queries.night_news import NightNews, ToldChange

ADDRESS = "https://hooks.example.gov.uk/in?room=1"
HOUR = timedelta(hours=1)


@pytest.fixture
def council(world: World) -> Body:
    """A council with a domain."""
    council = world.council("AAA", name="Aldermere Borough Council")
    a_domain(council, "aaa.gov.uk", at=world.at)
    return council


@pytest.fixture
def lead(world: World, council: Body) -> Viewer:
    """Its lead."""
    return world.viewer(world.lead_of(council))


@pytest.fixture
def call(world: World, council: Body, lead: Viewer) -> WebhookCall:
    """A call that waits."""
    webhook = add_webhook(by=lead, council=council, address=ADDRESS, at=world.at).webhook
    return WebhookCall.objects.create(
        council=council, webhook=webhook, key=uuid4(), body={"type": "findings.changed"}, made_at=world.at
    )


def answered(monkeypatch: pytest.MonkeyPatch, *troubles: str) -> list[dict[str, str]]:
    """Let each call end with the next of these troubles; returns the headers that were sent."""
    sent: list[dict[str, str]] = []
    left = iter(troubles)

    async def fake(address: str, body: bytes, headers: list[tuple[str, str]]) -> str:
        sent.append(dict(headers))
        return next(left)

    monkeypatch.setattr(calling, "deliver", fake)
    return sent


def test_the_secret_is_shown_once_and_kept_sealed(world: World, council: Body, lead: Viewer) -> None:
    added = add_webhook(by=lead, council=council, address=f" {ADDRESS} ", at=world.at)
    stored = Webhook.objects.get()
    assert stored.address == ADDRESS
    assert added.secret not in stored.secret
    assert unseal(stored.secret, SEALED_FOR) == added.secret
    entry = AuditEntry.objects.get(action="webhook.added")
    assert entry.after == {"host": "hooks.example.gov.uk"}


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.gov.uk/",
        "ftp://hooks.example.gov.uk/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433.1/",
        "https://[::1]/",
        "https://hooks.example.gov.uk:8443/",
        "https://somebody:secret@hooks.example.gov.uk/",
        "https://hooks.example.gov.uk/#part",
        "https://hooks.example.gov.uk/a b",
        "https://hooks.example.gov.uk:port/",
        "https://" + "x" * 500 + ".uk/",
        "",
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused(address: str) -> None:
    with pytest.raises(Denied):
        read_address(address)


def test_only_the_lead_adds_and_removes_addresses(world: World, council: Body, lead: Viewer) -> None:
    contributor = world.viewer(world.someone(council, Role.CONTRIBUTOR))
    with pytest.raises(Denied, match="Only your cyber lead"):
        add_webhook(by=contributor, council=council, address=ADDRESS, at=world.at)
    webhook = add_webhook(by=lead, council=council, address=ADDRESS, at=world.at).webhook
    with pytest.raises(Denied, match="Only your cyber lead"):
        remove_webhook(by=contributor, webhook=webhook, at=world.at)
    assert remove_webhook(by=lead, webhook=webhook, at=world.at)
    assert not remove_webhook(by=lead, webhook=webhook, at=world.at)
    assert Webhook.objects.get().secret == ""


def test_the_same_address_twice_and_a_sixth_one_are_refused(world: World, council: Body, lead: Viewer) -> None:
    for number in range(5):
        add_webhook(by=lead, council=council, address=f"https://h{number}.example.gov.uk/", at=world.at)
    with pytest.raises(Denied, match="already"):
        add_webhook(by=lead, council=council, address="https://h0.example.gov.uk/", at=world.at)
    with pytest.raises(Denied, match="five addresses"):
        add_webhook(by=lead, council=council, address=ADDRESS, at=world.at)


def test_a_night_that_changed_something_promises_one_call_to_each_address(
    world: World, council: Body, lead: Viewer
) -> None:
    stated: list[Stated] = [{"aaa.gov.uk": {"dmarc_policy": verdict}} for verdict in ("good", "bad", "bad")]
    for number in range(2):
        add_webhook(by=lead, council=council, address=f"https://h{number}.example.gov.uk/", at=world.at)
    for days, said in enumerate(stated):
        a_night(world.at.date() + timedelta(days=days), world.at + timedelta(days=days), said)
    first, second = WebhookCall.objects.all()
    assert first.key != second.key
    assert DBTaskResult.objects.filter(task_path="wardmote.watch.calling.call_webhook").count() == 2
    assert first.body["type"] == "findings.changed"
    assert first.body["council"] == {"code": "AAA", "name": "Aldermere Borough Council"}
    [change] = first.body["changes"]
    assert (change["domain"], change["check"], change["before"], change["after"]) == (
        "aaa.gov.uk",
        "dmarc_policy",
        "good",
        "bad",
    )
    assert change["fix"] == "Publish dmarc_policy."
    assert change["link"].startswith("http://localhost:8000/councils/AAA/checks/")
    assert "dmarc_policy is bad." in first.body["text"]


def test_a_text_names_no_link_and_calls_nobody_in_a_chat(world: World, council: Body) -> None:
    says = "The record of <!channel> leads to <https://bad.example|the site> & more."
    change = Change(domain=Domain.objects.get(), check_id="dmarc_policy", says=says, at=world.at)
    body = body_of(NightNews(council, (ToldChange(change, Move("good", "bad", 0, 3)),)))
    assert "of &lt;!channel&gt; leads to &lt;https://bad.example|the site&gt; &amp; more." in body["text"]
    assert body["changes"][0]["says"] == says


def test_a_call_that_was_taken_is_done_and_never_made_again(monkeypatch: pytest.MonkeyPatch, call: WebhookCall) -> None:
    sent = answered(monkeypatch, "")
    assert call_webhook.func(call.pk) == "delivered"
    assert call_webhook.func(call.pk) == "nothing to call"
    call.refresh_from_db()
    assert (call.state, call.tries) == (CallState.DONE, 1)
    assert [headers["Wardmote-Key"] for headers in sent] == [str(call.key)]


def test_a_call_that_fails_is_tried_again_later_and_later_and_then_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch, call: WebhookCall
) -> None:
    sent = answered(monkeypatch, *["it answered with status 500"] * MOST_TRIES)
    waits = []
    for _try in range(MOST_TRIES):
        call_webhook.func(call.pk)
        call.refresh_from_db()
        assert call.tried_at is not None
        waits.append(next((h for h in range(1, 60) if queue_again(call.tried_at + h * HOUR)), None))
    assert waits == [1, 2, 4, 8, 16, 24, 24, None]
    assert wait_after(1) == HOUR
    assert call_webhook.func(call.pk) == "nothing to call"
    assert {headers["Wardmote-Key"] for headers in sent} == {str(call.key)}
    webhook = Webhook.objects.get()
    assert webhook.trouble == "it answered with status 500"
    assert webhook.trouble_since is not None


def test_trouble_is_over_when_a_call_is_taken(monkeypatch: pytest.MonkeyPatch, call: WebhookCall) -> None:
    answered(monkeypatch, "it answered with status 500", "")
    call_webhook.func(call.pk)
    call_webhook.func(call.pk)
    webhook = Webhook.objects.get()
    assert (webhook.trouble, webhook.trouble_since) == ("", None)


def test_a_call_whose_worker_died_is_made_again(world: World, call: WebhookCall) -> None:
    WebhookCall.objects.update(state=CallState.CALLING, tries=1, tried_at=world.at)
    assert queue_again(world.at + timedelta(minutes=10)) == 0
    assert queue_again(world.at + 2 * HOUR) == 1


def test_an_address_that_was_removed_is_called_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch, call: WebhookCall, lead: Viewer
) -> None:
    sent = answered(monkeypatch, "")
    remove_webhook(by=lead, webhook=call.webhook, at=world.at)
    assert call_webhook.func(call.pk) == "nothing to call"
    assert sent == []


def test_the_signature_can_be_checked_by_whoever_has_the_secret() -> None:
    header = signature("whs_secret", 1_800_000_000, b'{"a":1}')
    expected = hmac.new(b"whs_secret", b'1800000000.{"a":1}', hashlib.sha256).hexdigest()
    assert header == f"t=1800000000,v1={expected}"


Receiver = Callable[..., str]


@pytest.fixture
def receiver(settings: LazySettings, tmp_path: Path) -> Receiver:
    """Deliver to a real server on loopback that answers as told; `heads` holds what came."""
    authority = Authority()
    settings.WATCH_AUTHORITIES = authority.saved(tmp_path)
    settings.ALLOW_PRIVATE_TARGETS = ("127.0.0.1/32",)

    def call(status: str = "200 OK", *, place: str = "127.0.0.1", is_trusted: bool = True) -> str:
        name = "hooks.example.gov.uk"
        made = authority.issue(name) if is_trusted else self_signed(name)

        async def run() -> str:
            async with _receiving(status, server_context(made, tmp_path), HEADS) as port, _naming(place) as names:
                settings.TARGET_PORTS = {443: port}
                settings.WATCH_RESOLVERS = (("127.0.0.1", names.port),)
                return await deliver(ADDRESS, b'{"a":1}', [("Wardmote-Key", "k")])

        return asyncio.run(run())

    HEADS.clear()
    return call


HEADS: list[bytes] = []


@asynccontextmanager
async def _receiving(status: str, context: object, heads: list[bytes]) -> AsyncIterator[int]:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            heads.append(head + await reader.readexactly(7))
            if status:
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
            else:
                await reader.read()
        except (OSError, EOFError):
            pass  # whoever distrusts the certificate hangs up
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)  # type: ignore[arg-type]
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@asynccontextmanager
async def _naming(place: str) -> AsyncIterator[FakeServer]:
    def reply(query: dns.message.Message) -> list[bytes]:
        if query.question[0].rdtype == dns.rdatatype.A and place:
            return [answer(query, f"{name_of(query)}. 60 A {place}").to_wire()]
        return [answer(query).to_wire()]

    async with serving_names(FakeServer(reply)) as server:
        yield server


def test_a_message_is_posted_to_the_path_with_its_headers(receiver: Receiver) -> None:
    assert receiver() == ""
    [seen] = HEADS
    lines = seen.decode().split("\r\n")
    assert lines[0] == "POST /in?room=1 HTTP/1.1"
    assert "Host: hooks.example.gov.uk" in lines
    assert "Wardmote-Key: k" in lines
    assert lines[-1] == '{"a":1}'


@pytest.mark.parametrize("status", ["302 Found\r\nLocation: https://10.0.0.1/", "404 Not Found", "500 Broken"])
def test_a_redirect_is_not_followed_and_a_refusal_is_said(receiver: Receiver, status: str) -> None:
    assert receiver(status) == f"hooks.example.gov.uk answered with status {status[:3]}"
    assert len(HEADS) == 1


@pytest.mark.parametrize("place", ["127.0.0.2", "10.0.0.1", "169.254.169.254"])
def test_an_address_inside_is_never_called(receiver: Receiver, place: str) -> None:
    assert receiver(place=place).startswith("the network gave no way") or "not a public address" in receiver(
        place=place
    )
    assert HEADS == []


def test_a_certificate_that_nobody_vouches_for_gets_no_message(receiver: Receiver) -> None:
    assert "no certificate that can be trusted" in receiver(is_trusted=False)
    assert HEADS == []


def test_a_name_that_isnt_there_is_said_to_be_missing(receiver: Receiver) -> None:
    assert receiver(place="") == "hooks.example.gov.uk can't be found in the DNS"


def test_a_server_that_never_answers_is_left_after_its_time(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "LIMIT_S", 0.5)
    assert "didn't answer within" in receiver("")
