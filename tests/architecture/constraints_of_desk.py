"""Which rows of bulletins, posts, channels and boards does the database refuse? Cases are named as constraints."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.architecture.breaches import BREACHES
from tests.architecture.constraints_of_warn import Break, Row, of_one, twice
from tests.worlds import World
from wardmote.warn.models import (
    Bulletin,
    BulletinEdition,
    BulletinReader,
    BulletinTelling,
    Channel,
    ChannelCall,
    DeskSetting,
    Joined,
    Nudge,
    Post,
    PostReader,
    Relay,
    Sighting,
    WaitingCorrection,
)

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class DeskRow(Row):
    """Makes one fit row of each table of the desk."""

    def bulletin(self, **facts: Any) -> Bulletin:
        """Draft a bulletin."""
        here = {"owner": self.council, "label": "green", "title": "T", "what": "W", "act": "A"}
        return Bulletin.objects.create(**(here | {"written_at": self.at, "changed_at": self.at} | facts))

    def published(self, **facts: Any) -> Bulletin:
        """Publish a bulletin."""
        out = {"state": "published", "edition": 1, "published_at": self.at, "reference": uuid4().hex}
        return self.bulletin(**(out | {"story": facts.pop("story", None) or self.story()} | facts))

    def edition_of(self, bulletin: Bulletin, **facts: Any) -> BulletinEdition:
        """Keep what it said."""
        return BulletinEdition.objects.create(
            **({"bulletin": bulletin, "number": 1, "said": {}, "at": self.at} | facts)
        )

    def correction(self, bulletin: Bulletin, **facts: Any) -> WaitingCorrection:
        """Have a correction wait."""
        return WaitingCorrection.objects.create(
            **({"bulletin": bulletin, "said": {}, "correction": "A slip.", "at": self.at} | facts)
        )

    def told(self, bulletin: Bulletin) -> BulletinTelling:
        """Tell the person of it."""
        here = {"council": self.council, "person": self.person, "edition": 1, "told_at": self.at}
        return BulletinTelling.objects.create(bulletin=bulletin, **here)

    def relay(self, **facts: Any) -> Relay:
        """Hand a bulletin on."""
        other = facts.pop("to_body", None) or self.world.council("b")
        here = {"from_body": self.council, "to_body": other, "at": self.at}
        return Relay.objects.create(**(here | {"bulletin": facts.pop("bulletin", None) or self.published()} | facts))

    def post(self, **facts: Any) -> Post:
        """Say something."""
        here = {"owner": self.council, "label": "green", "kind": "news", "title": "T", "text": "W"}
        return Post.objects.create(**(here | {"said_at": self.at, "changed_at": self.at} | facts))

    def channel(self, **facts: Any) -> Channel:
        """Name an address."""
        here = {"council": self.council, "kind": "webhook", "address": "https://a.example/h", "added_at": self.at}
        return Channel.objects.create(**(here | facts))

    def call(self, **facts: Any) -> ChannelCall:
        """Have something sent to it."""
        here = {"council": self.council, "occasion": "new", "key": uuid4(), "body": {}, "made_at": self.at}
        here |= {"channel": facts.pop("channel", None) or self.channel()}
        return ChannelCall.objects.create(**(here | {"notice": facts.pop("notice", None) or self.notice()} | facts))

    def nudge(self, **facts: Any) -> Nudge:
        """Ask how a warning stands."""
        here = {"council": self.council, "from_body": self.council, "at": self.at, "on": self.day}
        return Nudge.objects.create(**(here | {"notice": facts.pop("notice", None) or self.notice()} | facts))

    def joined(self, **facts: Any) -> Joined:
        """Record another membership."""
        return Joined.objects.create(**({"body": self.council, "scheme": "s", "recorded_at": self.at} | facts))

    def sighting(self, **facts: Any) -> Sighting:
        """See a vulnerability used."""
        here = {"story": facts.pop("story", None) or self.story(), "stix_id": "sighting--1", "at": self.at}
        here |= {"collection": facts.pop("collection", None) or self.collection()}
        return Sighting.objects.create(**(here | facts))

    def setting(self, **facts: Any) -> DeskSetting:
        """Keep the desk."""
        return DeskSetting.objects.create(**({"owner": self.council, "changed_at": self.at} | facts))


def _two_calls(row: Any) -> None:
    channel, notice = row.channel(), row.notice()
    for _ in range(2):
        row.call(channel=channel, notice=notice)


def _two_sightings(row: Any) -> None:
    collection, story = row.collection(), row.story()
    for _ in range(2):
        row.sighting(collection=collection, story=story)


def _two_relays(row: Any) -> None:
    bulletin, other = row.published(), row.world.council("b")
    for _ in range(2):
        row.relay(bulletin=bulletin, to_body=other)


CASES: dict[str, Break] = {
    "bulletin_label_known": lambda row: row.bulletin(label="white"),
    "bulletin_audience_known": lambda row: row.bulletin(audience="someone"),
    "bulletin_state_known": lambda row: row.published(state="lost"),
    "bulletin_priority_known": lambda row: row.bulletin(priority=5),
    "bulletin_says_what_it_is_and_what_to_do": lambda row: row.bulletin(act=""),
    "bulletin_names_a_circle_where_it_is_for_one": lambda row: row.bulletin(audience="circle"),
    "bulletin_red_is_for_people_named": lambda row: row.bulletin(label="red"),
    "bulletin_published_with_a_story": lambda row: row.bulletin(state="published", published_at=row.at, edition=1),
    "bulletin_withdrawn_at_a_moment": lambda row: row.published(state="withdrawn"),
    "bulletin_reference_once": twice(lambda row: row.published(reference="A-2026-1")),
    "bulletin_edition_once": of_one(lambda row: row.published(), lambda row, made: row.edition_of(made)),
    "bulletin_reader_once": of_one(
        lambda row: row.bulletin(label="red", audience="named"),
        lambda row, made: BulletinReader.objects.create(bulletin=made, person=row.person),
    ),
    "waiting_correction_says_what_it_corrects": lambda row: row.correction(row.published(), correction=""),
    "bulletin_telling_once": of_one(lambda row: row.published(), lambda row, made: row.told(made)),
    "desk_asked_for_one_pair_of_eyes_while_two_look": lambda row: row.setting(asked_off_at=row.at),
    "desk_publishes_with_a_contact_and_a_key": lambda row: row.setting(publishes_csaf=True, contact="a@b.example"),
    "relay_once": _two_relays,
    "relay_to_another": lambda row: row.relay(to_body=row.council),
    "post_label_known": lambda row: row.post(label="white"),
    "post_kind_known": lambda row: row.post(kind="rumour"),
    "post_anonymous_stays_so": lambda row: row.post(is_anonymous=True, body=row.council),
    "post_answers_something": lambda row: row.post(kind="answer"),
    "post_comments_on_a_bulletin": lambda row: row.post(kind="comment"),
    "post_says_something": lambda row: row.post(text=""),
    "post_taken_down_later": lambda row: row.post(taken_down_at=row.at - SECOND),
    "post_reader_once": of_one(
        lambda row: row.post(label="red"), lambda row, made: PostReader.objects.create(post=made, person=row.person)
    ),
    "channel_kind_known": lambda row: row.channel(kind="pigeon"),
    "channel_priority_known": lambda row: row.channel(least_priority=9),
    "channel_call_state_known": lambda row: row.call(state="lost"),
    "channel_call_occasion_known": lambda row: row.call(occasion="boredom"),
    "channel_call_once": _two_calls,
    "nudge_once_a_day": of_one(lambda row: row.notice(), lambda row, notice: row.nudge(notice=notice)),
    "joined_open_once": twice(lambda row: row.joined()),
    "joined_until_later": lambda row: row.joined(since=row.day, until=row.day - DAY),
    "sighting_once": _two_sightings,
    "sighting_ends_later": lambda row: row.sighting(seen_from=row.at, seen_to=row.at - SECOND),
}


def _breach(broken: Break) -> Any:
    return lambda world: broken(DeskRow(world))


BREACHES.update({name: _breach(broken) for name, broken in CASES.items()})


def keep_the_rules(world: World) -> None:
    """Make neighbours of the breaches above that must stay possible."""
    row = DeskRow(world)
    for _ in range(2):
        row.bulletin()
    circle = row.circle()
    row.bulletin(audience="circle", circle=circle, label="amber")
    row.bulletin(audience="named", label="red")
    bulletin = row.published(reference="A-2026-1")
    row.published(state="withdrawn", withdrawn_at=row.at, edition=2)
    for number in (1, 2):
        row.edition_of(bulletin, number=number)
    row.setting(publishes_csaf=True, contact="a@b.example", key_secret="sealed")
    row.relay()
    question = row.post(kind="question")
    row.post(kind="answer", belongs_to=question, is_anonymous=True)
    row.post(kind="comment", bulletin=bulletin)
    row.post(text="", taken_down_at=row.at)
    notice, channel = row.notice(), row.channel()
    for number in (1, 2):
        row.call(channel=channel, notice=notice, number=number)
    for ago in (0, 1):
        row.nudge(notice=notice, on=row.day - ago * DAY)
    for until in (row.day, row.day, None):
        row.joined(until=until)
    row.sighting(seen_from=row.at, seen_to=row.at)
