"""Which rows of inventories, advisories, warnings and circles does the database refuse? Each case is named as the
constraint that it breaks.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.architecture.breaches import BREACHES
from tests.worlds import World
from wardmote.estate.models import Edition, Item, Lifecycle, Product, ProductName, System
from wardmote.register.models import Body, Person
from wardmote.warn.models import (
    Advised,
    Answer,
    Choice,
    Circle,
    CircleMember,
    Collection,
    Match,
    Notice,
    Range,
    RedReader,
    Source,
    SourceRun,
    Statement,
    StixObject,
    Story,
    StoryName,
    Telling,
)

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Row:
    """Makes one fit row of each table, for a council that it makes; a fact given anew breaks it."""

    def __init__(self, world: World) -> None:
        self.world, self.at, self.day = world, world.at, world.at.date()
        self.council: Body = world.council("a")
        self.person: Person = world.person("Ada")
        self.product = Product.objects.create(key="p", name="P")
        self.source = Source.objects.create(key="s", title="S", way="given", added_at=self.at)

    def edition(self, **facts: Any) -> Edition:
        """Return the product in a version."""
        return Edition.objects.create(**({"product": self.product, "version": "1", "generic_key": b"1"} | facts))

    def item(self, **facts: Any) -> Item:
        """Put a line on the council's list."""
        here = {"council": self.council, "written": "P 1", "source": "typed", "added_at": self.at}
        return Item.objects.create(**(here | {"changed_at": self.at} | facts))

    def system(self) -> System:
        """Name a system."""
        return System.objects.create(council=self.council, name="S", kind="everyday", added_at=self.at)

    def run(self, **facts: Any) -> SourceRun:
        """Read the source."""
        here = {"source": self.source, "begun_at": self.at, "beat_at": self.at}
        return SourceRun.objects.create(**(here | facts))

    def story(self, **facts: Any) -> Story:
        """Tell a story."""
        return Story.objects.create(**({"title": "T", "first_seen_at": self.at, "changed_at": self.at} | facts))

    def statement(self, **facts: Any) -> Statement:
        """Let the source say something."""
        here = {"source": self.source, "kind": "cve", "key": "K", "digest": "d", "seen_at": self.at, "body": {}}
        return Statement.objects.create(**(here | {"story": facts.pop("story", None) or self.story()} | facts))

    def range(self, **facts: Any) -> Range:
        """Let it speak of versions."""
        said = self.statement()
        advised, _ = Advised.objects.get_or_create(name="words:p")
        here = {"story": said.story, "statement": said, "advised": advised, "status": "affected"}
        return Range.objects.create(**(here | {"low": b"", "high": b"2"} | facts))

    def match(self, **facts: Any) -> Match:
        """Let a range meet the edition."""
        return Match.objects.create(**({"edition_id": 1, "story_id": 1, "range_id": 1} | facts))

    def notice(self, **facts: Any) -> Notice:
        """Tell the council."""
        here = {"council": self.council, "priority": 2, "why": "W.", "raised_at": self.at, "changed_at": self.at}
        return Notice.objects.create(**(here | {"story": facts.pop("story", None) or self.story()} | facts))

    def answered(self, word: str, **facts: Any) -> Notice:
        """Answer a notice."""
        return self.notice(**({"answer": word, "answered_at": self.at} | facts))

    def answer(self, **facts: Any) -> Answer:
        """Keep an answer."""
        here = {"council": self.council, "notice": self.notice(), "word": "fixed", "at": self.at}
        return Answer.objects.create(**(here | facts))

    def choice(self, **facts: Any) -> Choice:
        """Choose how to hear."""
        here = {"council": self.council, "person": self.person, "changed_at": self.at}
        return Choice.objects.create(**(here | facts))

    def telling(self, **facts: Any) -> Telling:
        """Tell the person."""
        here = {"council": self.council, "person": self.person, "occasion": "new", "told_at": self.at}
        return Telling.objects.create(**(here | {"notice": facts.pop("notice", None) or self.notice()} | facts))

    def circle(self, **facts: Any) -> Circle:
        """Open a circle."""
        return Circle.objects.create(**({"owner": self.council, "name": "C", "opened_at": self.at} | facts))

    def member(self, **facts: Any) -> CircleMember:
        """Let the council into a circle."""
        here = {"circle": facts.pop("circle", None) or self.circle(), "body": self.council, "since": self.at}
        return CircleMember.objects.create(**(here | facts))

    def collection(self, **facts: Any) -> Collection:
        """Open a collection."""
        here = {"owner": self.council, "label": "green", "title": "C", "opened_at": self.at}
        return Collection.objects.create(**(here | facts))

    def stix(self, collection: Collection, sequence: int, **facts: Any) -> StixObject:
        """Add an object."""
        here = {"collection": collection, "sequence": sequence, "stix_id": "note--1", "version": str(sequence)}
        more = {"spec_version": "2.1", "type": "note", "is_first": False, "is_last": False, "body": "{}"}
        return StixObject.objects.create(**(here | more | facts))


# Of a `Row`, or of one that makes more.
Break = Callable[[Any], Any]


def twice(make: Break) -> Break:
    """Make the same row two times."""
    return lambda row: (make(row), make(row))


def of_one(make: Break, then: Callable[[Any, Any], Any]) -> Break:
    """Make one row, and two others that belong to it."""

    def broken(row: Row) -> None:
        one = make(row)
        for _ in range(2):
            then(row, one)

    return broken


def places(**facts: Any) -> Break:
    """Add two objects that differ in nothing but their place and version, unless told."""

    def broken(row: Row) -> None:
        collection = row.collection()
        for place in (1, 2):
            row.stix(collection, **({"sequence": place} | facts))

    return broken


CASES: dict[str, Break] = {
    "product_name_once": twice(lambda row: ProductName.objects.create(product=row.product, name="words:p")),
    "lifecycle_once": twice(
        lambda row: Lifecycle.objects.create(product=row.product, cycle="1", ends_on=row.day, source="its maker")
    ),
    "edition_once": twice(lambda row: row.edition()),
    "edition_without_version_has_no_key": lambda row: row.edition(version=""),
    "item_once": of_one(lambda row: row.system(), lambda row, system: row.item(system=system)),
    "item_without_system_once": twice(lambda row: row.item()),
    "item_source_known": lambda row: row.item(source="guessed"),
    "item_removed_later": lambda row: row.item(removed_at=row.at - SECOND),
    "item_says_something": lambda row: row.item(written=""),
    "source_way_known": lambda row: Source.objects.update(way="pigeon"),
    "source_label_known": lambda row: Source.objects.update(label="white"),
    "source_run_ends_later": lambda row: row.run(ended_at=row.at - SECOND),
    "source_run_one_at_a_time": twice(lambda row: row.run()),
    "story_label_known": lambda row: row.story(label="white"),
    "story_editor_known": lambda row: row.story(editor="bored"),
    "story_score_of_cvss": lambda row: row.story(score=10.1),
    "story_probability_is_one": lambda row: row.story(probability=1.1),
    "statement_once": twice(lambda row: row.statement()),
    "statement_kind_known": lambda row: row.statement(kind="rumour"),
    "statement_label_known": lambda row: row.statement(label="white"),
    "statement_coverage_known": lambda row: row.statement(coverage="some"),
    "range_status_known": lambda row: row.range(status="perhaps"),
    "match_once": twice(lambda row: row.match()),
    "match_certainty_known": lambda row: row.match(certainty="hoped"),
    "notice_once": of_one(lambda row: row.story(), lambda row, story: row.notice(story=story)),
    "notice_priority_known": lambda row: row.notice(priority=5),
    "notice_answer_known": lambda row: row.answered("ignored"),
    "notice_answered_at_a_moment": lambda row: row.notice(answer="fixed"),
    "notice_planned_or_accepted_has_a_day": lambda row: row.answered("planned"),
    "notice_not_affected_or_accepted_has_a_reason": lambda row: row.answered("not-affected"),
    "notice_taken_back_later": lambda row: row.notice(taken_back_at=row.at - SECOND),
    "answer_word_known": lambda row: row.answer(word="ignored"),
    "choice_once": twice(lambda row: row.choice()),
    "choice_pace_known": lambda row: row.choice(pace="yearly"),
    "choice_hours_of_a_day": lambda row: row.choice(hour=24),
    "choice_priority_known": lambda row: row.choice(least_priority=0),
    "telling_once": of_one(lambda row: row.notice(), lambda row, notice: row.telling(notice=notice)),
    "telling_occasion_known": lambda row: row.telling(occasion="boredom"),
    "circle_open_once": twice(lambda row: row.circle()),
    "circle_has_a_name": lambda row: row.circle(name=""),
    "circle_closes_later": lambda row: row.circle(closed_at=row.at - SECOND),
    "circle_member_open_once": of_one(lambda row: row.circle(), lambda row, circle: row.member(circle=circle)),
    "circle_member_leaves_later": lambda row: row.member(until=row.at - SECOND),
    "collection_label_known": lambda row: row.collection(label="white"),
    "collection_has_a_title": lambda row: row.collection(title=""),
    "collection_red_is_not_written": lambda row: row.collection(label="red", can_be_written=True),
    "stix_object_place_once": places(sequence=1),
    "stix_object_version_once": places(version="1"),
    "stix_object_one_is_last": places(is_last=True),
    "stix_object_one_is_first": places(is_first=True),
    "red_reader_once": of_one(
        lambda row: row.stix(row.collection(), 1),
        lambda row, made: RedReader.objects.create(object=made, person=row.person),
    ),
}


def _breach(broken: Break) -> Callable[[World], Any]:
    return lambda world: broken(Row(world))


BREACHES.update({name: _breach(broken) for name, broken in CASES.items()})


def keep_the_rules(world: World) -> None:
    """Make neighbours of the breaches above that must stay possible."""
    row = Row(world)
    row.edition()
    row.edition(version="", generic_key=None)
    row.edition(family="deb", own_key=b"1")
    for removed_at in (row.at, row.at, None):
        row.item(removed_at=removed_at)
    row.item(batch="scanner")
    row.item(system=row.system())
    for ended_at in (row.at, row.at, None):
        row.run(ended_at=ended_at)
    row.story(score=0, probability=0)
    row.story(score=10, probability=1)
    StoryName.objects.create(story=row.story(), name="CVE-2026-1")
    row.statement(key="other")
    row.range()
    row.match()
    row.match(story_id=2)
    row.answered("planned", until=row.day)
    row.answered("not-affected", reason="It isn't installed.")
    row.answered("accepted", until=row.day, reason="It is switched off in May.")
    row.answered("fixed")
    row.notice(taken_back_at=row.at)
    row.answer()
    row.choice(hour=23, quiet_from=22, quiet_to=6, weekday=7)
    notice = row.notice()
    for number in (1, 2):
        row.telling(notice=notice, number=number)
        row.telling(notice=notice, number=number, occasion="reminder")
    for closed_at in (row.at, row.at, None):
        circle = row.circle(closed_at=closed_at)
    for until in (row.at, row.at, None):
        row.member(circle=circle, until=until)
    row.collection(label="red")
    collection = row.collection(can_be_written=True)
    row.stix(collection, 1, is_first=True)
    row.stix(collection, 2, is_last=True)
