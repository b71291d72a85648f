"""Does an address, a feed or another desk hear of corrections and withdrawals in order, and of nothing stale?"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.unit.warn.test_channel_telling import HOUR, a_bulletin, a_channel, raised
from tests.unit.warn.test_desk_bulletins import Desk
from tests.worlds import World, signed_in
from wardmote.kernel.calling import MOST_TRIES, Outcome
from wardmote.kernel.denial import Denied
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.warn import channel_jobs
from wardmote.warn.actions.correct_bulletin import correct_bulletin
from wardmote.warn.actions.make_feed import make_feed
from wardmote.warn.actions.relay_bulletin import relay_bulletin
from wardmote.warn.actions.take_relay import take_relay
from wardmote.warn.actions.tell_channels import tell_channels
from wardmote.warn.actions.withdraw_bulletin import withdraw_bulletin
from wardmote.warn.channel_jobs import call_channel, queue_again
from wardmote.warn.models import Bulletin, BulletinState, Channel, ChannelCall, ChannelState, Notice, Priority, Relay

BROKEN, TAKEN = Outcome("it answered with status 500", 500), Outcome(status=200)


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA", name="Aldermere Borough Council")


@pytest.fixture
def channel(world: World, council: Body) -> Channel:
    return a_channel(world.viewer(world.lead_of(council)), council, world)


def heard(monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome) -> list[Any]:
    """Let each message end with the next of these; returns those that were taken."""
    taken: list[Any] = []
    left = iter(outcomes)

    async def fake(address: str, body: bytes, headers: list[tuple[str, str]]) -> Outcome:
        outcome = next(left)
        if not outcome.trouble:
            taken.append([(one["occasion"], one["title"], one["act"]) for one in json.loads(body)["warnings"]])
        return outcome

    monkeypatch.setattr(channel_jobs, "deliver", fake)
    return taken


def calls() -> list[ChannelCall]:
    return list(ChannelCall.objects.exclude(body={}).order_by("pk"))


def test_what_was_taken_back_while_a_message_failed_is_not_told(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = heard(monkeypatch, BROKEN, TAKEN)
    gone, stands = raised(council, world), raised(council, world, "Fault 2")
    tell_channels(council=council, at=world.at)
    [call] = calls()
    call_channel.func(call.pk)
    Notice.objects.filter(pk=gone.pk).update(taken_back_at=world.at + HOUR)
    assert call_channel.func(call.pk) == "delivered"
    assert [[title for _occasion, title, _act in said] for said in taken] == [["Fault 2"]]
    Notice.objects.filter(pk=stands.pk).update(taken_back_at=world.at + HOUR)


def test_a_message_of_which_nothing_stands_is_given_up(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = heard(monkeypatch, BROKEN)
    raised(council, world)
    tell_channels(council=council, at=world.at)
    [call] = calls()
    call_channel.func(call.pk)
    Notice.objects.update(taken_back_at=world.at + HOUR)
    assert call_channel.func(call.pk) == "nothing to say any more"
    assert call_channel.func(call.pk) == "nothing to send"
    assert queue_again(world.at + timedelta(days=2)) == 0
    assert taken == []


def test_a_correction_that_overtakes_a_failed_message_tells_all_of_it_and_the_old_one_is_dropped(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = heard(monkeypatch, BROKEN, TAKEN)
    notice = raised(council, world, priority=Priority.NOW)
    bulletin = a_bulletin(world.warp("WARP", council), notice, world)
    tell_channels(council=council, at=world.at)
    [first] = calls()
    call_channel.func(first.pk)
    changes = {"edition": 2, "correction": "The date was wrong.", "act": "Switch it off now."}
    Bulletin.objects.filter(pk=bulletin.pk).update(**changes)
    tell_channels(council=council, at=world.at)
    second = calls()[1]
    assert call_channel.func(second.pk) == "delivered"
    assert call_channel.func(first.pk) == "nothing to say any more"
    [[(occasion, _title, act)]] = taken
    assert occasion == "new"  # what never arrived is told as new, and as urgent as it is
    assert act == "WARP Council has corrected what it wrote (The date was wrong.): Switch it off now."
    first.refresh_from_db()
    assert (first.state, first.tries) == (ChannelState.FAILED, MOST_TRIES)


def test_a_message_tried_again_says_what_stands_by_then(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = heard(monkeypatch, BROKEN, TAKEN)
    notice = raised(council, world)
    bulletin = a_bulletin(world.warp("WARP", council), notice, world)
    tell_channels(council=council, at=world.at)
    [call] = calls()
    call_channel.func(call.pk)
    withdrawn = {"state": BulletinState.WITHDRAWN, "withdrawn_at": world.at + HOUR, "correction": "Another product."}
    Bulletin.objects.filter(pk=bulletin.pk).update(**withdrawn)
    call_channel.func(call.pk)
    [[(_occasion, _title, act)]] = taken
    assert act == "WARP Council has withdrawn what it wrote: Another product."


def test_messages_to_one_address_go_one_after_another(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = heard(monkeypatch, TAKEN, TAKEN)
    notice = raised(council, world)
    tell_channels(council=council, at=world.at)
    Notice.objects.filter(pk=notice.pk).update(taken_back_at=world.at + HOUR)
    tell_channels(council=council, at=world.at + HOUR)
    first, second = calls()
    ChannelCall.objects.filter(pk=first.pk).update(state=ChannelState.CALLING, tries=1, tried_at=world.at)
    assert call_channel.func(second.pk) == "waits for an earlier message"
    ChannelCall.objects.filter(pk=first.pk).update(state=ChannelState.DONE)
    assert call_channel.func(second.pk) == "delivered"
    assert [said[0][0] for said in taken] == ["taken-back"]


def entry_of(secret: str) -> tuple[str, str]:
    """Return a feed's only entry: when it was updated, and its text."""
    said = Client().get(reverse("opened_warnings:feed", args=[secret])).content.decode()
    entry = said[said.index("<entry>") :]
    return entry[entry.index("<updated>") + 9 : entry.index("</updated>")], entry


def test_a_feeds_entry_changes_with_a_correction_and_says_that_it_was_withdrawn(world: World) -> None:
    desk = Desk(world)
    bulletin = desk.out()
    lead = world.viewer(world.someone(desk.elm, Role.LEAD))
    _feed, secret = make_feed(by=lead, council=desk.elm, at=desk.at)
    before, _entry = entry_of(secret)
    olga = world.viewer(desk.operator)
    later = desk.at + HOUR
    bulletin = correct_bulletin(
        by=olga,
        bulletin=bulletin,
        wording=desk.wording(act="Update it to 14.2."),
        correction="The version was wrong.",
        revision=bulletin.revision,
        at=later,
    )
    after, entry = entry_of(secret)
    assert after > before
    assert "The version was wrong." in entry
    withdraw_bulletin(
        by=olga, bulletin=bulletin, why="It was another product.", revision=bulletin.revision, at=later + HOUR
    )
    last, entry = entry_of(secret)
    assert last > after
    assert "Taken back" in entry
    assert "It was another product." in entry


def test_a_desk_that_made_its_own_hears_of_a_correction_and_a_withdrawal(world: World) -> None:
    desk = Desk(world)
    other = world.warp("other-warp", desk.far)
    orla = world.someone(other, Role.WARP_OPERATOR, "Orla")
    olga, by = world.viewer(desk.operator), world.viewer(orla)
    bulletin = desk.out()
    relay = relay_bulletin(by=olga, bulletin=bulletin, to=other, at=desk.at)
    draft = take_relay(by=by, relay=relay, makes_own=True, at=desk.at)
    assert draft is not None
    queue = "/desk/other-warp/?show=relays"
    client = signed_in(orla)
    assert bulletin.title not in client.get(queue).content.decode()
    bulletin = correct_bulletin(
        by=olga,
        bulletin=bulletin,
        wording=desk.wording(),
        correction="The version was wrong.",
        revision=bulletin.revision,
        at=desk.at + HOUR,
    )
    page = client.get(queue).content.decode()
    for words in ("They have corrected it since.", "The version was wrong.", f"/bulletins/{draft.pk}/"):
        assert words in page
    with pytest.raises(Denied, match="made your own"):
        take_relay(by=by, relay=Relay.objects.get(), makes_own=True, at=desk.at + HOUR)
    take_relay(by=by, relay=Relay.objects.get(), makes_own=False, at=desk.at + HOUR)
    assert bulletin.title not in client.get(queue).content.decode()
    later = desk.at + 2 * HOUR
    withdraw_bulletin(by=olga, bulletin=bulletin, why="Not so.", revision=bulletin.revision, at=later)
    assert "They have withdrawn it since." in client.get(queue).content.decode()
    ours = desk.publish(Bulletin.objects.get(pk=draft.pk), by=orla)
    withdraw_bulletin(by=by, bulletin=ours, why="As theirs was.", revision=ours.revision, at=later + HOUR)
    assert Relay.objects.get().settled_at == later + HOUR


def test_a_desk_that_let_it_be_hears_no_more_of_it(world: World) -> None:
    desk = Desk(world)
    other = world.warp("other-warp", desk.far)
    orla = world.someone(other, Role.WARP_OPERATOR, "Orla")
    olga = world.viewer(desk.operator)
    bulletin = desk.out()
    relay = relay_bulletin(by=olga, bulletin=bulletin, to=other, at=desk.at)
    take_relay(by=world.viewer(orla), relay=relay, makes_own=False, at=desk.at)
    withdraw_bulletin(by=olga, bulletin=bulletin, why="Not so.", revision=bulletin.revision, at=desk.at + HOUR)
    assert bulletin.title not in signed_in(orla).get("/desk/other-warp/?show=relays").content.decode()
