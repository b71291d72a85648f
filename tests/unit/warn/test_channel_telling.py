"""Is each address of a council told of its warnings once, in one message, and of nothing that it may not know?"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tests.unit.warn.warned import a_notice, a_statement, a_story
from tests.worlds import World
from wardmote.kernel.calling import MOST_TRIES, Outcome
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.warn import channel_jobs
from wardmote.warn.actions.add_channel import add_channel
from wardmote.warn.actions.remove_channel import remove_channel
from wardmote.warn.actions.tell_channels import tell_channels
from wardmote.warn.channel_jobs import call_channel, forget, queue_again, send_test
from wardmote.warn.models import (
    AnswerWord,
    Audience,
    Bulletin,
    BulletinState,
    Channel,
    ChannelCall,
    ChannelKind,
    ChannelState,
    Notice,
    Occasion,
    Priority,
)
from wardmote.warn.telling import tell_now

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://hooks.example.gov.uk/in"


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA", name="Aldermere Borough Council")


@pytest.fixture
def lead(world: World, council: Body) -> Viewer:
    return world.viewer(world.lead_of(council))


@pytest.fixture
def channel(world: World, council: Body, lead: Viewer) -> Channel:
    return a_channel(lead, council, world)


def a_channel(lead: Viewer, council: Body, world: World, kind: str = "webhook", least: int = 3) -> Channel:
    return add_channel(
        by=lead,
        council=council,
        kind=ChannelKind(kind),
        address=f"{ADDRESS}/{kind}",
        least_priority=Priority(least),
        at=world.at,
    ).channel


def raised(council: Body, world: World, title: str = "NetScaler leaks memory", **facts: Any) -> Notice:
    names = [] if title.startswith("Fault") else ["CVE-2026-1234"]
    story = a_story(title, *names, at=world.at, label=facts.pop("label", "clear"))
    a_statement(story, at=world.at)
    return a_notice(council, story, at=world.at, **facts)


def told(occasion: str = "") -> list[tuple[str, int, str]]:
    rows = ChannelCall.objects.order_by("pk")
    return [(row.occasion, row.number, row.state) for row in rows if occasion in ("", row.occasion)]


def a_bulletin(owner: Body, notice: Notice, world: World, **facts: Any) -> Bulletin:
    values: dict[str, Any] = {
        "label": "green",
        "state": BulletinState.PUBLISHED,
        "audience": Audience.EVERYONE,
        "story": notice.story,
        "title": notice.story.title,
        "what": "It leaks.",
        "act": "Switch the portal off tonight.",
        "edition": 1,
        "published_at": world.at + HOUR,
        "written_at": world.at,
        "changed_at": world.at,
    }
    return Bulletin.objects.create(owner=owner, **(values | facts))


def test_a_new_warning_is_told_once_to_each_address(world: World, council: Body, lead: Viewer) -> None:
    for kind in ChannelKind.values:
        a_channel(lead, council, world, kind)
    raised(council, world)
    assert [tell_channels(council=council, at=world.at) for _ in range(3)] == [3, 0, 0]
    assert told() == [("new", 1, "waiting")] * 3
    assert DBTaskResult.objects.filter(task_path="wardmote.warn.channel_jobs.call_channel").count() == 3


def test_the_job_that_tells_people_tells_addresses_too(world: World, council: Body, channel: Channel) -> None:
    raised(council, world)
    tell_now.func(council.pk)
    tell_now.func(council.pk)
    assert told("new") == [("new", 1, "waiting")]


def test_forty_new_warnings_are_one_message_that_counts_them(world: World, council: Body, lead: Viewer) -> None:
    for kind in ChannelKind.values:
        a_channel(lead, council, world, kind)
    for number in range(40):
        raised(council, world, f"Fault {number}", priority=Priority.NOW if number == 7 else Priority.SOON)
    assert tell_channels(council=council, at=world.at) == 3
    waiting = ChannelCall.objects.filter(state=ChannelState.WAITING)
    assert waiting.count() == 3
    assert ChannelCall.objects.filter(occasion=Occasion.NEW).count() == 120
    assert ChannelCall.objects.exclude(state=ChannelState.WAITING).exclude(body={}).count() == 0
    for call in waiting:
        said = json.dumps(call.body)
        assert "Aldermere Borough Council: 40 warnings, 1 of them to be acted on now" in said
        assert "and 30 more, on the page" in said
        assert "Act now: Fault 7" in said
        assert len(said) < 28_000
    [listed] = [call.body for call in waiting if call.channel.kind == ChannelKind.WEBHOOK]
    assert (listed["count"], len(listed["warnings"])) == (40, 40)


def test_what_was_there_before_the_address_isnt_told_until_it_is_urgent(
    world: World, council: Body, channel: Channel
) -> None:
    before = raised(council, world)
    Notice.objects.update(raised_at=world.at - DAY, changed_at=world.at - DAY)
    assert tell_channels(council=council, at=world.at) == 0
    Notice.objects.filter(pk=before.pk).update(priority=Priority.NOW, changed_at=world.at + HOUR)
    assert tell_channels(council=council, at=world.at + HOUR) == 1


def test_what_is_less_urgent_than_the_address_wants_isnt_told(world: World, council: Body, lead: Viewer) -> None:
    a_channel(lead, council, world, least=Priority.NOW)
    notice = raised(council, world)
    assert tell_channels(council=council, at=world.at) == 0
    Notice.objects.filter(pk=notice.pk).update(priority=Priority.NOW)
    assert tell_channels(council=council, at=world.at) == 1


def test_a_warning_that_becomes_urgent_and_is_taken_back_and_comes_again_is_told_each_time_once(
    world: World, council: Body, channel: Channel
) -> None:
    notice = raised(council, world)
    kept = Notice.objects.filter(pk=notice.pk)
    steps: list[dict[str, Any]] = [
        {},
        {"priority": Priority.NOW},
        {"taken_back_at": world.at + HOUR},
        {"taken_back_at": None},
        {"priority": Priority.SOON},
    ]
    count = []
    for step in steps:
        if step:
            kept.update(**step)
        count.append([tell_channels(council=council, at=world.at + HOUR) for _ in range(2)])
    assert count == [[1, 0], [1, 0], [1, 0], [1, 0], [0, 0]]
    assert [(occasion, number) for occasion, number, _state in told()] == [
        ("new", 1),
        ("urgent", 1),
        ("taken-back", 1),
        ("new", 2),
        ("urgent", 2),
    ]


def test_what_was_answered_for_good_is_told_no_more(world: World, council: Body, channel: Channel) -> None:
    raised(council, world, answer=AnswerWord.FIXED, answered_at=world.at)
    assert tell_channels(council=council, at=world.at) == 0


def test_a_bulletin_and_each_correction_are_told_once_with_its_words(
    world: World, council: Body, channel: Channel
) -> None:
    owner = world.warp("WARP", council)
    notice = raised(council, world)
    tell_channels(council=council, at=world.at)
    bulletin = a_bulletin(owner, notice, world)
    assert [tell_channels(council=council, at=world.at) for _ in range(2)] == [1, 0]
    assert "WARP Council says: Switch the portal off tonight." in _last()["text"]
    Bulletin.objects.filter(pk=bulletin.pk).update(edition=2, correction="The date was wrong.")
    assert [tell_channels(council=council, at=world.at) for _ in range(2)] == [1, 0]
    Bulletin.objects.filter(pk=bulletin.pk).update(
        edition=3, state=BulletinState.WITHDRAWN, withdrawn_at=world.at + DAY, correction="It was another product."
    )
    assert [tell_channels(council=council, at=world.at) for _ in range(2)] == [1, 0]
    assert "WARP Council has withdrawn what it wrote: It was another product." in _last()["text"]
    assert [number for _occasion, number, _state in told("bulletin")] == [1, 2, 3]


def test_a_bulletin_for_others_is_not_told_here(world: World, council: Body, channel: Channel) -> None:
    owner = world.warp("WARP")
    notice = raised(council, world)
    tell_channels(council=council, at=world.at)
    a_bulletin(owner, notice, world)
    assert tell_channels(council=council, at=world.at) == 0


def test_a_warning_that_came_with_a_bulletin_is_told_once(world: World, council: Body, channel: Channel) -> None:
    notice = raised(council, world, priority=Priority.NOW)
    a_bulletin(world.warp("WARP", council), notice, world)
    assert [tell_channels(council=council, at=world.at) for _ in range(2)] == [1, 0]
    assert [occasion for occasion, _number, _state in told()] == ["new", "urgent", "bulletin"]


@pytest.mark.parametrize("kind", ChannelKind.values)
@pytest.mark.parametrize("label", ["amber", "amber-strict"])
def test_of_a_strict_label_only_that_it_waits_is_told(
    world: World, council: Body, lead: Viewer, kind: str, label: str
) -> None:
    a_channel(lead, council, world, kind)
    notice = raised(council, world, "Portal of Aldermere leaks", label=label, due_on=world.at.date())
    a_bulletin(world.warp("WARP", council), notice, world, label=label)
    assert tell_channels(council=council, at=world.at) == 1
    said = json.dumps(_last())
    assert f"A warning labelled TLP:{label.upper().replace('-', '+')} waits" in said
    assert f"/councils/AAA/warnings/{notice.pk}/" in said
    for secret in ("Portal", "CVE-2026", "portal off", "NetScaler", world.at.date().isoformat()):
        assert secret not in said.replace(notice.changed_at.isoformat(), "")


def test_of_what_is_for_people_named_not_even_that_is_told(world: World, council: Body, channel: Channel) -> None:
    raised(council, world, label="red")
    assert tell_channels(council=council, at=world.at) == 0


def test_a_council_that_is_at_work_no_more_tells_nobody(world: World, council: Body, channel: Channel) -> None:
    raised(council, world)
    Body.objects.filter(pk=council.pk).update(end_date=(world.at - DAY).date())
    assert tell_channels(council=Body.objects.get(pk=council.pk), at=world.at) == 0


def test_what_others_wrote_is_no_markup_in_a_chat(world: World, council: Body, lead: Viewer) -> None:
    for kind in ChannelKind.values:
        a_channel(lead, council, world, kind)
    raised(council, world, "Leak <!channel> <https://bad.example|click> [here](https://bad.example) & more")
    tell_channels(council=council, at=world.at)
    by_kind = {call.channel.kind: call.body for call in ChannelCall.objects.select_related("channel")}
    slack = json.dumps(by_kind["slack"])
    assert "<!channel>" not in slack
    assert "<https bad" not in slack
    assert "&lt;!channel&gt;" in slack
    card = by_kind["teams"]["attachments"][0]["content"]
    assert set(_types(card)) <= {"AdaptiveCard", "Container", "RichTextBlock", "TextRun", "Action.OpenUrl"}
    assert all(link.startswith("http://localhost:8000/councils/AAA/warnings/") for link in _links(card))


def test_each_receiver_gets_what_it_takes(world: World, council: Body, lead: Viewer) -> None:
    for kind in ChannelKind.values:
        a_channel(lead, council, world, kind)
    notice = raised(council, world, due_on=(world.at + 5 * DAY).date())
    tell_channels(council=council, at=world.at)
    by_kind = {call.channel.kind: call.body for call in ChannelCall.objects.select_related("channel")}
    link = f"http://localhost:8000/councils/AAA/warnings/{notice.pk}/"
    program = by_kind["webhook"]
    assert (program["type"], program["count"]) == ("warnings.changed", 1)
    [one] = program["warnings"]
    assert (one["number"], one["occasion"], one["link"], one["label"]) == (notice.pk, "new", link, "TLP:CLEAR")
    assert one["names"] == ["CVE-2026-1234"]
    assert one["act"] == "Update NetScaler ADC to 14.1-43.56."
    assert by_kind["teams"]["type"] == "message"
    assert by_kind["teams"]["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert by_kind["slack"]["text"].startswith("Aldermere Borough Council: 1 warning")
    assert by_kind["slack"]["blocks"][1]["text"]["text"].startswith(f"<{link}|NetScaler leaks memory")


def test_what_is_removed_is_called_no_more(
    world: World, council: Body, lead: Viewer, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = answering(monkeypatch, Outcome(status=200))
    raised(council, world)
    tell_channels(council=council, at=world.at)
    call = ChannelCall.objects.get()
    assert remove_channel(by=lead, channel=channel, at=world.at)
    assert not remove_channel(by=lead, channel=channel, at=world.at)
    assert call_channel.func(call.pk) == "nothing to send"
    assert send_test.func(channel.pk) == "nothing to send"
    assert sent == []
    channel.refresh_from_db()
    assert channel.secret == ""


def test_a_message_fails_is_tried_again_with_the_same_key_and_given_up(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = answering(monkeypatch, *[Outcome("it answered with status 500", 500)] * MOST_TRIES)
    raised(council, world)
    tell_channels(council=council, at=world.at)
    call = ChannelCall.objects.get()
    for _try in range(MOST_TRIES + 2):
        call_channel.func(call.pk)
    assert len({headers["Wardmote-Key"] for headers in sent}) == 1
    assert len(sent) == MOST_TRIES
    call.refresh_from_db()
    assert call.state == ChannelState.FAILED
    channel.refresh_from_db()
    assert channel.trouble == "it answered with status 500"
    assert channel.trouble_since is not None


def test_an_address_that_is_gone_is_given_up_at_once_and_a_taken_message_ends_the_trouble(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, Outcome("it answered with status 410", 410), Outcome(status=204))
    raised(council, world)
    tell_channels(council=council, at=world.at)
    call = ChannelCall.objects.get()
    call_channel.func(call.pk)
    assert queue_again(world.at + 10 * DAY) == 0
    assert Channel.objects.get().trouble
    assert send_test.func(channel.pk) == "delivered"
    assert Channel.objects.get().trouble == ""


def test_a_message_whose_worker_died_is_sent_again_and_a_delivered_one_never(
    world: World, council: Body, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = answering(monkeypatch, Outcome(status=200))
    raised(council, world)
    tell_channels(council=council, at=world.at)
    ChannelCall.objects.update(state=ChannelState.CALLING, tries=1, tried_at=world.at)
    assert queue_again(world.at + timedelta(minutes=10)) == 0
    assert queue_again(world.at + 2 * HOUR) == 1
    call = ChannelCall.objects.get()
    assert [call_channel.func(call.pk) for _ in range(2)] == ["delivered", "nothing to send"]
    assert queue_again(world.at + 30 * DAY) == 0
    assert len(sent) == 1


def test_what_a_message_said_is_forgotten_and_that_it_was_sent_is_not(
    world: World, council: Body, channel: Channel
) -> None:
    raised(council, world)
    tell_channels(council=council, at=world.at)
    assert forget(world.at + 20 * DAY) == 0
    assert forget(world.at + 31 * DAY) == 1
    assert ChannelCall.objects.get().body == {}
    assert tell_channels(council=council, at=world.at + 31 * DAY) == 0
    assert queue_again(world.at + 32 * DAY) == 1
    assert call_channel.func(ChannelCall.objects.get().pk) == "nothing to send"


def answering(monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome) -> list[dict[str, str]]:
    """Let each message end with the next of these; returns the headers that were sent."""
    sent: list[dict[str, str]] = []
    left = iter(outcomes)

    async def fake(address: str, body: bytes, headers: list[tuple[str, str]]) -> Outcome:
        sent.append(dict(headers))
        return next(left)

    monkeypatch.setattr(channel_jobs, "deliver", fake)
    return sent


def _last() -> dict[str, Any]:
    body: dict[str, Any] = ChannelCall.objects.exclude(body={}).order_by("-pk")[0].body
    return body


def _types(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["type"]] if isinstance(part.get("type"), str) else []
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _types(inner)


def _links(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["url"]] if "url" in part else []
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _links(inner)
