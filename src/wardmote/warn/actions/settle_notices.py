"""Stories or inventories changed: each council gets the notices that concern it, and others are taken back."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.deciding import Case, Decision, decide, is_worth_telling
from wardmote.estate.models import Item, ProductName, SystemService
from wardmote.register.public import alive_on

from ..bulletin_notices import as_asked, asked_by_bulletins
from ..models import Certainty, Match, Notice, Story

STORIES_AT_ONCE = 200
ROWS_AT_ONCE = 1000
LONGEST_WHY = 600
_INSERT = """
INSERT INTO warn_notice (council_id, story_id, priority, due_on, why, reasons, is_sure, raised_at, changed_at,
                         answer, reason, edition)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', 1)
ON CONFLICT (council_id, story_id) DO NOTHING
"""
_INSERT_ARRAYS = """
INSERT INTO warn_notice (council_id, story_id, priority, due_on, why, reasons, is_sure, raised_at, changed_at,
                         answer, reason, edition)
SELECT one.*, '', '', 1 FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::date[], %s::text[], %s::jsonb[],
                                    %s::boolean[], %s::timestamptz[], %s::timestamptz[]) AS one
ON CONFLICT (council_id, story_id) DO NOTHING
"""
_CHANGING = ["priority", "due_on", "why", "reasons", "is_sure", "changed_at", "taken_back_at", "edition"]


@dataclass(frozen=True)
class Concern:
    """Why a story concerns a council: the surest of its lines, and what is known of all of them."""

    council: int
    story: int
    line: str
    words: str
    source: str
    is_sure: bool
    is_exposed: bool
    carries_service: bool


class Known:
    """What is known of a story, worked out once for all councils that it concerns."""

    def __init__(self, story: Story) -> None:
        self.is_exploited = story.exploited_on is not None
        self.published_on = localdate(story.published_at) if story.published_at else None
        self.story = story
        self._cases: dict[tuple[bool, bool, bool], Case] = {}
        self._decisions: dict[tuple[bool, bool, bool, date], Decision] = {}

    def case(self, concern: Concern) -> Case:
        """Return the case that the rules decide of."""
        key = (concern.is_exposed, concern.carries_service, concern.is_sure)
        if key not in self._cases:
            self._cases[key] = Case(
                is_exploited=self.is_exploited,
                for_ransomware=self.story.for_ransomware,
                exploited_due_on=self.story.exploited_due_on,
                score=self.story.score,
                probability=self.story.probability,
                published_on=self.published_on,
                is_exposed=concern.is_exposed,
                carries_service=concern.carries_service,
                is_sure=concern.is_sure,
            )
        return self._cases[key]

    def decision(self, concern: Concern, day: date) -> Decision:
        """Return what the rules decide of its case on a day."""
        key = (concern.is_exposed, concern.carries_service, concern.is_sure, day)
        if key not in self._decisions:
            self._decisions[key] = decide(self.case(concern), day)
        return self._decisions[key]


@dataclass(frozen=True)
class Settled:
    """What came of it: which councils have something to hear, and how many notices changed."""

    councils: frozenset[int]
    raised: int
    changed: int
    taken_back: int


def settle_notices(*, stories: Iterable[int] | None = None, council: int | None = None, at: datetime) -> Settled:
    """Raise, change and take back notices of some stories, or of one council's inventory; in pieces, each whole.

    Doing it twice changes nothing the second time.
    """
    pieces = _pieces(stories) if stories is not None else [None]
    done = [_settle(piece, council, at) for piece in pieces]
    return Settled(
        frozenset().union(*(one.councils for one in done)),
        sum(one.raised for one in done),
        sum(one.changed for one in done),
        sum(one.taken_back for one in done),
    )


def _settle(stories: list[int] | None, council: int | None, at: datetime) -> Settled:
    with transaction.atomic():
        concerns = {(one.council, one.story): one for one in _concerns(stories, council, at)}
        known = {story.pk: Known(story) for story in Story.objects.filter(pk__in={story for _, story in concerns})}
        standing = _standing(stories, council)
        wanted = {
            key: made
            for key, one in concerns.items()
            if (made := _wanted(one, known[one.story], standing.get(key), at))
        }
        for asked in asked_by_bulletins(stories, council, localdate(at)):
            key = (asked.council, asked.story)
            wanted[key] = as_asked(asked, wanted.get(key), standing.get(key), at)
        fresh = [notice for key, notice in wanted.items() if key not in standing]
        changed = [notice for key, notice in wanted.items() if key in standing and _differs(standing[key], notice)]
        gone = [notice for key, notice in standing.items() if key not in wanted and notice.taken_back_at is None]
        _insert(fresh)
        for notice in gone:
            notice.taken_back_at, notice.changed_at, notice.edition = at, at, notice.edition + 1
        Notice.objects.bulk_update([*changed, *gone], _CHANGING, batch_size=ROWS_AT_ONCE)
    heard = frozenset(notice.council_id for notice in (*fresh, *changed, *gone))
    return Settled(heard, len(fresh), len(changed), len(gone))


def _insert(notices: list[Notice]) -> None:
    """Store new notices, tens of thousands on some days: four times as fast as `bulk_create`.

    One that another worker raised meanwhile stays as it is.
    """
    if not notices:
        return
    ops = connection.ops
    moment = ops.adapt_datetimefield_value(notices[0].raised_at)
    told = {reasons: json.dumps(reasons, ensure_ascii=False) for reasons in {tuple(one.reasons) for one in notices}}
    rows = [
        (
            one.council_id,
            one.story_id,
            one.priority,
            ops.adapt_datefield_value(one.due_on),
            one.why,
            told[tuple(one.reasons)],
            one.is_sure,
            moment,
            moment,
        )
        for one in notices
    ]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_INSERT, rows)
            return
        for start in range(0, len(rows), ROWS_AT_ONCE):  # as arrays, which halves what the server does
            cursor.execute(
                _INSERT_ARRAYS, [list(column) for column in zip(*rows[start : start + ROWS_AT_ONCE], strict=True)]
            )


def _concerns(stories: list[int] | None, council: int | None, at: datetime) -> Iterator[Concern]:
    """Yield one concern for each council and story, of all lines that a match meets."""
    rows = _rows(stories, council, at)
    platforms = _platforms(rows)
    rows.sort(key=lambda row: (row["edition__items__council_id"], row["story_id"]))
    for (body, story), group in groupby(rows, key=lambda row: (row["edition__items__council_id"], row["story_id"])):
        yield _concern(body, story, list(group), platforms)


def _rows(stories: list[int] | None, council: int | None, at: datetime) -> list[dict[str, Any]]:
    found: QuerySet[Match] = Match.objects.filter(
        alive_on(localdate(at), "edition__items__council__"), edition__items__removed_at__isnull=True
    )
    found = found.filter(story__is_withdrawn=False)
    if stories is not None:
        found = found.filter(story__in=stories)
    if council is not None:
        found = found.filter(edition__items__council=council)
    carries = SystemService.objects.filter(system=OuterRef("edition__items__system"), service__removed_at__isnull=True)
    rows = found.annotate(carries=Exists(carries)).values(
        "story_id",
        "certainty",
        "carries",
        "edition__version",
        "edition__items__council_id",
        "edition__items__written",
        "edition__items__is_exposed",
        "range__words",
        "range__running_on",
        "range__statement__source__title",
    )
    return cast("list[dict[str, Any]]", list(rows))


def _platforms(rows: list[dict[str, Any]]) -> set[tuple[int, str]]:
    """Return (council, name) of every platform that a range asks for and a council runs."""
    asked = {name for row in rows for name in row["range__running_on"]}
    if not asked:
        return set()
    councils = {row["edition__items__council_id"] for row in rows if row["range__running_on"]}
    named = ProductName.objects.filter(name__in=asked).values_list("product_id", "name")
    names: dict[int, list[str]] = {}
    for product, name in named:
        names.setdefault(product, []).append(name)
    lines = Item.objects.filter(removed_at__isnull=True, edition__product__in=names, council__in=councils)
    runs = lines.values_list("council_id", "edition__product_id").distinct()
    return {(body, name) for body, product in runs for name in names.get(product or 0, ())}


def _concern(body: int, story: int, rows: list[dict[str, Any]], platforms: set[tuple[int, str]]) -> Concern:
    judged = [(_is_sure(row, platforms), row) for row in rows]
    is_sure, best = max(judged, key=lambda one: (one[0], one[1]["edition__items__is_exposed"]))
    meant = [row for sure, row in judged if sure is is_sure]
    return Concern(
        council=body,
        story=story,
        line=best["edition__items__written"],
        words=best["range__words"] or "",
        source=best["range__statement__source__title"] or "",
        is_sure=is_sure,
        is_exposed=any(row["edition__items__is_exposed"] for row in meant),
        carries_service=any(row["carries"] for row in meant),
    )


def _is_sure(row: dict[str, Any], platforms: set[tuple[int, str]]) -> bool:
    """Say whether a line is surely affected; a range with a condition is, where the council runs what it asks for."""
    asked = row["range__running_on"]
    if asked:
        is_there = any((row["edition__items__council_id"], name) in platforms for name in asked)
        return is_there and bool(row["edition__version"])
    return bool(row["certainty"] == Certainty.SURE)


def _wanted(concern: Concern, known: Known, standing: Notice | None, at: datetime) -> Notice | None:
    """Return the notice as it should stand, or None where the council isn't told of this."""
    case, day = known.case(concern), localdate(standing.raised_at if standing else at)
    if standing is None and not is_worth_telling(case, day):
        return None
    decision = known.decision(concern, day)
    return Notice(
        pk=standing.pk if standing else None,
        council_id=concern.council,
        story_id=concern.story,
        priority=int(decision.priority),
        due_on=decision.due_on,
        why=_why(concern)[:LONGEST_WHY],
        reasons=_reasons(decision),
        is_sure=concern.is_sure,
        raised_at=standing.raised_at if standing else at,
        changed_at=at,
        edition=standing.edition + 1 if standing else 1,
    )


def _why(concern: Concern) -> str:
    told = {"line": concern.line, "words": concern.words, "source": concern.source}
    if not concern.words:
        return _("“%(line)s” on your list may be affected, says %(source)s; no range of versions is given.") % told
    if concern.is_sure:
        return _("“%(line)s” on your list is affected: %(words)s, says %(source)s.") % told
    return _("“%(line)s” on your list may be affected: %(words)s, says %(source)s.") % told


def _reasons(decision: Decision) -> list[str]:
    return [decision.rule, decision.reason]


def _standing(stories: list[int] | None, council: int | None) -> dict[tuple[int, int], Notice]:
    notices = Notice.objects.select_for_update()  # so that an answer given meanwhile counts its edition after ours
    if stories is not None:
        notices = notices.filter(story__in=stories)
    if council is not None:
        notices = notices.filter(council=council)
    return {(notice.council_id, notice.story_id): notice for notice in notices}


def _differs(old: Notice, new: Notice) -> bool:
    """Say whether there is something to write: a moment or a count alone is nothing new."""
    return old.taken_back_at is not None or any(
        getattr(old, name) != getattr(new, name) for name in ("priority", "due_on", "why", "reasons", "is_sure")
    )


def _pieces(stories: Iterable[int]) -> Iterator[list[int]]:
    whole = sorted(set(stories))
    return (whole[start : start + STORIES_AT_ONCE] for start in range(0, len(whole), STORIES_AT_ONCE))
