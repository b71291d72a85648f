"""Which rows of a desk does the database itself give to whom, whatever the application asks?

A WARP with a row of every table, its member, the member's neighbour in another WARP, and the other WARP's operator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import DatabaseError, models, transaction

from tests.unit.warn.warned import a_notice, a_story
from tests.worlds import World
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import NOBODY, seeing_as
from wardmote.register.models import Body, Person
from wardmote.register.models.sharing import Audience as To
from wardmote.register.models.sharing import Level
from wardmote.warn.models import (
    Audience,
    Bulletin,
    BulletinEdition,
    BulletinState,
    BulletinTelling,
    Channel,
    ChannelCall,
    ChannelKind,
    Circle,
    DeskSetting,
    Joined,
    Notice,
    Nudge,
    Post,
    PostAuthor,
    PostBody,
    PostKind,
    Relay,
    WaitingCorrection,
    WarningFeed,
)

pytestmark = pytest.mark.postgres_only
TABLES: list[type[models.Model]] = [
    Bulletin, BulletinEdition, BulletinTelling, DeskSetting, Relay, Nudge, Joined, Notice, Channel, ChannelCall,
    WarningFeed, WaitingCorrection, Post, PostAuthor, PostBody,
]  # fmt: skip
OWN = {"BulletinTelling", "Nudge", "Joined", "Notice", "Channel", "ChannelCall", "WarningFeed"}
DESK = {
    "Bulletin", "BulletinEdition", "DeskSetting", "Relay", "Nudge", "Joined", "Post", "PostBody", "WaitingCorrection",
}  # fmt: skip


@dataclass
class Town:
    """Who is there, by name."""

    people: dict[str, Person]
    elm: Body
    bulletin: Bulletin


@pytest.fixture
def town(world: World) -> Town:
    """`elm` belongs to the WARP that has a circle without `elm`; `moe` belongs to another."""
    elm, moe, oak = (world.council(code) for code in ("elm", "moe", "oak"))
    warp, other = world.warp("warp-a", elm, oak), world.warp("warp-b", moe)
    people = {
        "lead": world.someone(elm, Role.LEAD, "Ellen"),
        "colleague": world.someone(elm, Role.VIEWER, "Vera"),
        "neighbour": world.someone(moe, Role.LEAD, "Mona"),
        "operator": world.someone(warp, Role.WARP_OPERATOR, "Olga"),
        "stranger": world.someone(other, Role.WARP_OPERATOR, "Otto"),
    }
    at, story = world.at, a_story(at=world.at)
    circle = Circle.objects.create(owner=warp, name="Social care", opened_at=at)
    words = {"owner": warp, "title": "T", "what": "W", "act": "A", "written_at": at, "changed_at": at}
    hidden = a_story("Hidden", at=at, label="amber")
    bulletin = Bulletin.objects.create(
        **words, circle=circle, audience=Audience.CIRCLE, label="amber", state=BulletinState.PUBLISHED,
        edition=1, published_at=at, story=hidden,
    )  # fmt: skip
    BulletinEdition.objects.create(bulletin=bulletin, number=1, said={}, at=at)
    WaitingCorrection.objects.create(bulletin=bulletin, said={}, correction="A slip.", at=at)
    DeskSetting.objects.create(owner=warp, changed_at=at)
    Relay.objects.create(bulletin=bulletin, from_body=warp, to_body=world.warp("warp-c"), at=at)
    notice = a_notice(elm, story, at=at)
    Nudge.objects.create(council=elm, notice=notice, from_body=warp, at=at, on=at.date())
    Joined.objects.create(body=elm, scheme="s", recorded_at=at)
    BulletinTelling.objects.create(council=elm, bulletin=bulletin, person=people["lead"], edition=1, told_at=at)
    channel = Channel.objects.create(council=elm, kind=ChannelKind.SLACK, address="https://s.example/x", added_at=at)
    call = {"council": elm, "channel": channel, "notice": notice, "occasion": "new", "made_at": at}
    ChannelCall.objects.create(**call, key=uuid4(), body={})
    WarningFeed.objects.create(council=elm, digest="d", made_at=at)
    post = Post.objects.create(
        owner=warp, label="red", kind=PostKind.REPORT, title="T", text="W", is_anonymous=True, said_at=at, changed_at=at
    )
    PostAuthor.objects.create(post=post, person=people["lead"])
    PostBody.objects.create(post=post, body=elm)
    return Town(people, elm, bulletin)


def read_by(person: Person | None) -> set[str]:
    """Return the tables of which the database gives this person a row."""
    with seeing_as(str(person.pk) if person else NOBODY):
        return {model.__name__ for model in TABLES if model._default_manager.exists()}


def test_nobody_reads_any_row_of_a_desk(town: Town) -> None:
    assert read_by(None) == set()


def test_those_who_run_the_warp_read_its_desk_and_not_what_members_keep_to_themselves(town: Town) -> None:
    assert read_by(town.people["operator"]) == DESK


def test_they_read_a_members_warnings_once_it_shares_with_them(world: World, town: Town) -> None:
    world.share(town.elm, To.WARP, Level.RESULTS)
    assert read_by(town.people["operator"]) == DESK | {"Notice"}


def test_a_member_reads_what_is_its_own_and_nothing_of_a_circle_that_it_is_not_in(town: Town) -> None:
    assert read_by(town.people["colleague"]) == OWN


def test_only_the_author_reads_who_said_what_was_said_without_a_name(town: Town) -> None:
    assert read_by(town.people["lead"]) == OWN | {"Post", "PostAuthor"}


@pytest.mark.parametrize("name", ["neighbour", "stranger"])
def test_another_warp_reads_nothing(town: Town, name: str) -> None:
    assert read_by(town.people[name]) == set()


WRITES: dict[str, Callable[[Town], object]] = {
    "bulletin": lambda town: _changed(Bulletin.objects.filter(pk=town.bulletin.pk).update(title="Mine")),
    "post": lambda town: Post.objects.update(text="Mine"),
    "author": lambda town: PostAuthor.objects.update(person=town.people["neighbour"]),
    "nudge": lambda town: Nudge.objects.create(
        council=town.elm, notice=Notice.objects.get(), from_body=town.bulletin.owner,
        at=town.bulletin.changed_at, on="2026-01-01",
    ),
}  # fmt: skip


def _changed(rows: int) -> None:
    if not rows:
        raise DatabaseError("No row was there to change.")


@pytest.mark.parametrize("what", sorted(WRITES))
def test_a_members_lead_changes_nothing_of_the_desk(town: Town, what: str) -> None:
    lead = town.people["lead"]
    with seeing_as(str(lead.pk)), pytest.raises(DatabaseError), transaction.atomic():
        WRITES[what](town)
