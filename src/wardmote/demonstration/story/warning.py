"""What do the councils run, which made-up warnings concern it, and what did people and their WARP make of them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from wardmote.engines.advisories.facts import (
    Advisory,
    Affected,
    Exploited,
    Kind,
    Label,
    Product,
    Remedy,
    Score,
    Span,
)
from wardmote.estate.actions.add_items import add_items
from wardmote.estate.line_facts import LineFacts
from wardmote.warn.actions.add_to_circle import add_to_circle
from wardmote.warn.actions.answer_notice import Given, Ticked, answer_notice
from wardmote.warn.actions.open_circle import open_circle
from wardmote.warn.actions.publish_bulletin import publish_bulletin
from wardmote.warn.actions.say_post import Said, Where, answer_post, say_post
from wardmote.warn.actions.write_bulletin import Wording, write_bulletin
from wardmote.warn.ingesting import take_in
from wardmote.warn.matching_jobs import settle
from wardmote.warn.models import Audience, Bulletin, Circle, Notice, Post, PostKind, Priority, Source, StoryName, Way

from ..cast import Cast
from ..region import Region, read_data
from .diary import Diary, office_hours
from .world import World

WARP = "demo-warp"
LISTED, CIRCLE_OPENED = 60, 50
ANSWERED_AFTER, PLANNED_IN = 3, 12
MINUTES = 40
ADVISED_AFTER = timedelta(hours=3)


@dataclass
class Warned:
    """What the acts share."""

    world: World
    cast: Cast
    data: dict[str, Any]
    codes: tuple[str, ...]
    year: int
    diary: Diary
    circle: Circle | None = None

    def name(self, number: int) -> str:
        """Return what an advisory is called."""
        return f"DEMO-{self.year}-{number:04}"


def plan_warning(world: World, diary: Diary, region: Region, cast: Cast, at: datetime) -> None:
    """Plan lists, warnings, answers, the WARP's own words, and a question."""
    data = read_data("warnings")
    unanswered: dict[str, int] = data["unanswered"]
    codes = tuple(one.code for one in region.councils if one.code not in [*data["without"], *unanswered])
    warned = Warned(world, cast, data, codes, at.year, diary)
    for number, code in [*enumerate(codes), *((place, code) for code, place in unanswered.items())]:
        diary.plan(office_hours(at, LISTED, MINUTES + number), partial(_list, warned, number, code))
    diary.plan(office_hours(at, CIRCLE_OPENED, MINUTES), partial(_open_circle, warned))
    for row in data["advisories"]:
        diary.plan(office_hours(at, row["ago"], MINUTES), partial(_take_in, warned, row))
        diary.plan(office_hours(at, row["ago"] - ANSWERED_AFTER, MINUTES), partial(_answer, warned, row))
    for row in data["bulletins"]:
        diary.plan(office_hours(at, row["ago"], 2 * MINUTES), partial(_publish, warned, row))
    diary.plan(office_hours(at, data["question"]["ago"], MINUTES), partial(_ask, warned))


def _list(warned: Warned, number: int, code: str, at: datetime) -> None:
    """List a council's software: which products and how old goes by its place in the region."""
    lines = [LineFacts(line) for line in warned.data["real"][number % 2 :: 2]]
    for place, product in enumerate(warned.data["products"]):
        if (number + place) % 4:
            version = product["versions"][(number + place) % len(product["versions"])]
            written = f"{product['vendor']} {product['name']} {version}"
            cpe = f"cpe:2.3:a:{product['cpe']}:{version}:*:*:*:*:*:*:*"
            lines.append(LineFacts(written, cpe=cpe, version=version, is_exposed=product["is_exposed"]))
    by = warned.world.viewer(warned.cast.keeper_of(code), at)
    add_items(by=by, council=warned.world.bodies[code], lines=lines, at=at)


def _take_in(warned: Warned, row: dict[str, Any], at: datetime) -> None:
    source, _is_new = Source.objects.get_or_create(
        key="demonstration",
        defaults={
            "title": "the demonstration's made-up source",
            "way": Way.GIVEN,
            "every_h": 0,
            "silent_after_h": 0,
            "added_at": at,
        },
    )
    take_in(source=source, entries=[_advisory(warned, row, at)], at=at)
    settle([_story(warned, row["number"])], at)


def _advisory(warned: Warned, row: dict[str, Any], at: datetime) -> Advisory:
    product, name = warned.data["products"][row["product"]], warned.name(row["number"])
    cpe = f"cpe:2.3:a:{product['cpe']}:*:*:*:*:*:*:*:*"
    listed = at.date()
    return Advisory(
        kind=Kind.CSAF,
        key=name,
        title=row["title"],
        ids=(name,),
        summary=row["summary"],
        publisher=product["vendor"],
        published=at,
        revised=at,
        scores=(Score(row["vector"]),),
        affected=(Affected(Product(product["vendor"], product["name"], cpe), spans=(Span(high=row["before"]),)),),
        exploited=Exploited(listed, listed + timedelta(days=14)) if row["is_exploited"] else None,
        remedies=(Remedy("vendor_fix", row["remedy"]),),
    )


def _story(warned: Warned, number: int) -> int:
    return StoryName.objects.get(name=warned.name(number)).story_id


def _answer(warned: Warned, row: dict[str, Any], at: datetime) -> None:
    """Have each council that is warned say what it makes of it, or nothing yet."""
    notices = Notice.objects.filter(story=_story(warned, row["number"]), council__code__in=warned.codes)
    words: Sequence[str] = warned.data["answers"]
    for place, notice in enumerate(notices.select_related("council").order_by("council__code")):
        word = words[(place + row["number"]) % len(words)]
        if not word:
            continue
        until = (at + timedelta(days=PLANNED_IN)).date() if word == "planned" else None
        given = Given(word, until, warned.data["reasons"].get(word, ""))
        by = warned.world.viewer(warned.cast.keeper_of(notice.council.code), at)
        answer_notice(by=by, council=notice.council, ticked=Ticked(notice.pk, notice.edition), given=given, at=at)


def _open_circle(warned: Warned, at: datetime) -> None:
    by = warned.world.viewer(warned.cast.keeper_of(WARP), at)
    rows = warned.data["circle"]
    warned.circle = open_circle(by=by, owner=warned.world.bodies[WARP], name=rows["name"], at=at)
    for code in rows["members"]:
        add_to_circle(by=by, circle=warned.circle, body=warned.world.bodies[code], at=at)


def _publish(warned: Warned, row: dict[str, Any], at: datetime) -> None:
    by = warned.world.viewer(warned.cast.keeper_of(WARP), at)
    audience = Audience(row["audience"])
    about = StoryName.objects.select_related("story").get(name=warned.name(row["advisory"])).story
    wording = Wording(
        row["title"],
        row["what"],
        row["act"],
        Priority.NOW,
        Label.CLEAR if audience is Audience.MATCHING else Label.AMBER,
        audience,
        due_on=(at + timedelta(days=3)).date(),
        circle=warned.circle if audience is Audience.CIRCLE else None,
    )
    draft = write_bulletin(by=by, owner=warned.world.bodies[WARP], wording=wording, about=about, at=at)
    warned.diary.plan(at + timedelta(minutes=MINUTES), partial(_let_out, warned, draft))


def _let_out(warned: Warned, draft: Bulletin, at: datetime) -> None:
    by = warned.world.viewer(warned.cast.keeper_of(WARP), at)
    publish_bulletin(by=by, bulletin=draft, revision=draft.revision, at=at)


def _ask(warned: Warned, at: datetime) -> None:
    row, bodies = warned.data["question"], warned.world.bodies
    asks = warned.world.viewer(warned.cast.keeper_of(row["by"]), at)
    said = Said(row["text"], Label.GREEN, row["title"])
    question = say_post(by=asks, body=bodies[row["by"]], where=Where(PostKind.QUESTION, bodies[WARP]), said=said, at=at)
    warned.diary.plan(at + ADVISED_AFTER, partial(_advise, warned, question))


def _advise(warned: Warned, question: Post, at: datetime) -> None:
    row, bodies = warned.data["question"], warned.world.bodies
    knows = warned.world.viewer(warned.cast.keeper_of(row["answered_by"]), at)
    said = Said(row["answer"], Label.GREEN)
    answer_post(by=knows, body=bodies[row["answered_by"]], question=question, said=said, at=at)
