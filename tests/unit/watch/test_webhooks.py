"""Does an address of the council's own hear of changes, signed, at a public place, and again where it failed?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.watch.nights import Stated, a_night
from tests.unit.watch.watched import a_domain
from tests.worlds import World
from wardmote.estate.models import Domain
from wardmote.kernel.calling import MOST_TRIES, Outcome, wait_after
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role
from wardmote.kernel.sealing import unseal
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.watch import calling
from wardmote.watch.actions.add_webhook import add_webhook
from wardmote.watch.actions.remove_webhook import remove_webhook
from wardmote.watch.calling import SEALED_FOR, call_webhook, queue_again
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

    async def fake(address: str, body: bytes, headers: list[tuple[str, str]]) -> Outcome:
        sent.append(dict(headers))
        return Outcome(next(left))

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
