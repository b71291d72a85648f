"""Stories or inventories changed: each council gets the notices that concern it, and others are taken back."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.deciding import Case, Decision, decide, is_worth_telling
from wardmote.estate.models import Item, ProductName, SystemService
from wardmote.register.public import alive_on

from ..bulletin_notices import Wanted, as_asked, asked_by_bulletins
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


class Met(NamedTuple):
    """A product in a version that a story speaks of, with the range which says so."""

    story: int
    edition: int
    version: str
    certainty: str
    words: str | None
    running_on: str | None
    source: str | None


class Line(NamedTuple):
    """A line of a council's inventory."""

    council: int
    edition: int
    written: str
    is_exposed: bool
    carries_service: bool


class Concern(NamedTuple):
    """Why a story concerns a council: the surest of its lines, and what is known of all of them."""

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
        self._decided: dict[tuple[bool, bool, bool, date], tuple[bool, Decision]] = {}

    def decided(self, concern: Concern, day: date) -> tuple[bool, Decision]:
        """Return whether a council is to be told of it on a day if it wasn't yet, and what the rules decide."""
        key = (concern.is_exposed, concern.carries_service, concern.is_sure, day)
        found = self._decided.get(key)
        if found is None:
            case = self._case(concern)
            found = self._decided[key] = (is_worth_telling(case, day), decide(case, day))
        return found

    def _case(self, concern: Concern) -> Case:
        return Case(
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
        standing = _standing(stories, council)
        wanted = _wanted(_concerns(stories, council, at), standing, localdate(at))
        for asked in asked_by_bulletins(stories, council, localdate(at)):
            key = (asked.council, asked.story)
            wanted[key] = as_asked(asked, wanted.get(key))
        fresh = {key: made for key, made in sorted(wanted.items()) if key not in standing}
        changed = [standing[key] for key, made in wanted.items() if key in standing and _differs(standing[key], made)]
        gone = [notice for key, notice in standing.items() if key not in wanted and notice.taken_back_at is None]
        _insert(fresh, at)
        for notice in changed:
            _take(wanted[notice.council_id, notice.story_id], notice)
        for notice in (*changed, *gone):
            notice.changed_at, notice.edition = at, notice.edition + 1
        for notice in gone:
            notice.taken_back_at = at
        Notice.objects.bulk_update([*changed, *gone], _CHANGING, batch_size=ROWS_AT_ONCE)
    heard = frozenset((*(body for body, _story in fresh), *(one.council_id for one in (*changed, *gone))))
    return Settled(heard, len(fresh), len(changed), len(gone))


def _insert(fresh: dict[tuple[int, int], Wanted], at: datetime) -> None:
    """Store new notices, tens of thousands on some days: four times as fast as `bulk_create`.

    One that another worker raised meanwhile stays as it is.
    """
    if not fresh:
        return
    ops = connection.ops
    moment = ops.adapt_datetimefield_value(at)
    days = {day: ops.adapt_datefield_value(day) for day in {one.due_on for one in fresh.values()}}
    told = {reasons: json.dumps(reasons, ensure_ascii=False) for reasons in {one.reasons for one in fresh.values()}}
    rows = [
        (body, story, one.priority, days[one.due_on], one.why, told[one.reasons], one.is_sure, moment, moment)
        for (body, story), one in fresh.items()
    ]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_INSERT, rows)
            return
        for start in range(0, len(rows), ROWS_AT_ONCE):  # as arrays, which halves what the server does
            cursor.execute(
                _INSERT_ARRAYS, [list(column) for column in zip(*rows[start : start + ROWS_AT_ONCE], strict=True)]
            )


def _concerns(stories: list[int] | None, council: int | None, at: datetime) -> dict[tuple[int, int], Concern]:
    """Return one concern for each council and story, of all lines that a match meets."""
    met = _met(stories, council)
    lines: dict[int, list[Line]] = {}
    for line in _lines({one.edition for one in met}, council, localdate(at)):
        lines.setdefault(line.edition, []).append(line)
    platforms = _platforms(met, lines)
    together: dict[tuple[int, int], list[tuple[Met, Line]]] = {}
    for one in met:
        for line in lines.get(one.edition, ()):
            together.setdefault((line.council, one.story), []).append((one, line))
    return {key: _concern(pairs, platforms) for key, pairs in together.items()}


def _met(stories: list[int] | None, council: int | None) -> list[Met]:
    found: QuerySet[Match] = Match.objects.filter(story__is_withdrawn=False)
    if stories is not None:
        found = found.filter(story__in=stories)
    if council is not None:
        found = found.filter(
            edition__in=Item.objects.filter(council=council, removed_at__isnull=True).values("edition")
        )
    told = found.order_by("pk").values_list(
        "story_id",
        "edition_id",
        "edition__version",
        "certainty",
        "range__words",
        Cast("range__running_on", TextField()),  # nearly always empty: not worth reading as JSON each time
        "range__statement__source__title",
    )
    return list(map(Met._make, told))


def _lines(editions: set[int], council: int | None, day: date) -> Iterator[Line]:
    """Yield the lines of some editions, apart from their matches: of these there are few, of lines many."""
    carries = SystemService.objects.filter(system=OuterRef("system"), service__removed_at__isnull=True)
    found = Item.objects.filter(alive_on(day, "council__"), removed_at__isnull=True)
    if council is not None:
        found = found.filter(council=council)
    wanted = sorted(editions)
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        some = found.filter(edition__in=wanted[start : start + ROWS_AT_ONCE]).order_by("pk")
        told = some.values_list("council_id", "edition_id", "written", "is_exposed", Exists(carries))
        yield from map(Line._make, told)


@lru_cache(maxsize=4096)
def _asked_platforms(running_on: str | None) -> tuple[str, ...]:
    """Return the names of which a range asks for one."""
    return tuple(json.loads(running_on)) if running_on else ()


def _platforms(met: list[Met], lines: dict[int, list[Line]]) -> set[tuple[int, str]]:
    """Return (council, name) of every platform that a range asks for and a council runs."""
    asking = [one for one in met if _asked_platforms(one.running_on)]
    asked = {name for one in asking for name in _asked_platforms(one.running_on)}
    if not asked:
        return set()
    councils = {line.council for one in asking for line in lines.get(one.edition, ())}
    named = ProductName.objects.filter(name__in=asked).values_list("product_id", "name")
    names: dict[int, list[str]] = {}
    for product, name in named:
        names.setdefault(product, []).append(name)
    running = Item.objects.filter(removed_at__isnull=True, edition__product__in=names, council__in=councils)
    runs = running.values_list("council_id", "edition__product_id").distinct()
    return {(body, name) for body, product in runs for name in names.get(product or 0, ())}


def _concern(pairs: list[tuple[Met, Line]], platforms: set[tuple[int, str]]) -> Concern:
    judged = [(_is_sure(met, line, platforms), met, line) for met, line in pairs]
    is_sure, met, best = max(judged, key=lambda one: (one[0], one[2].is_exposed))
    meant = [line for sure, _met, line in judged if sure is is_sure]
    return Concern(
        line=best.written,
        words=met.words or "",
        source=met.source or "",
        is_sure=is_sure,
        is_exposed=any(line.is_exposed for line in meant),
        carries_service=any(line.carries_service for line in meant),
    )


def _is_sure(met: Met, line: Line, platforms: set[tuple[int, str]]) -> bool:
    """Say whether a line is surely affected; a range with a condition is, where the council runs what it asks for."""
    if asked := _asked_platforms(met.running_on):
        return bool(met.version) and any((line.council, name) in platforms for name in asked)
    return met.certainty == Certainty.SURE


def _wanted(
    concerns: dict[tuple[int, int], Concern], standing: dict[tuple[int, int], Notice], today: date
) -> dict[tuple[int, int], Wanted]:
    """Return the notices as they should stand, without those of which the council isn't told."""
    known = {story.pk: Known(story) for story in Story.objects.filter(pk__in={story for _body, story in concerns})}
    why = _why_in_words()
    wanted = {}
    for key, concern in concerns.items():
        stands = standing.get(key)
        day = localdate(stands.raised_at) if stands else today
        is_worth, decision = known[key[1]].decided(concern, day)
        if stands or is_worth:
            reasons = (decision.rule, decision.reason)
            wanted[key] = Wanted(
                int(decision.priority), decision.due_on, why(concern)[:LONGEST_WHY], reasons, concern.is_sure
            )
    return wanted


def _why_in_words() -> Callable[[Concern], str]:
    """Return what says why a council is warned; the words are looked up once for all of them."""
    unread = _("“%(line)s” on your list may be affected, says %(source)s; no range of versions is given.")
    sure = _("“%(line)s” on your list is affected: %(words)s, says %(source)s.")
    likely = _("“%(line)s” on your list may be affected: %(words)s, says %(source)s.")

    def why(concern: Concern) -> str:
        told = {"line": concern.line, "words": concern.words, "source": concern.source}
        if not concern.words:
            return unread % told
        return (sure if concern.is_sure else likely) % told

    return why


def _standing(stories: list[int] | None, council: int | None) -> dict[tuple[int, int], Notice]:
    notices = Notice.objects.select_for_update()  # so that an answer given meanwhile counts its edition after ours
    if stories is not None:
        notices = notices.filter(story__in=stories)
    if council is not None:
        notices = notices.filter(council=council)
    return {(notice.council_id, notice.story_id): notice for notice in notices}


def _differs(old: Notice, new: Wanted) -> bool:
    """Say whether there is something to write: a moment or a count alone is nothing new."""
    stands = Wanted(old.priority, old.due_on, old.why, tuple(old.reasons), old.is_sure)
    return old.taken_back_at is not None or stands != new


def _take(wanted: Wanted, notice: Notice) -> None:
    notice.priority, notice.due_on, notice.why, reasons, notice.is_sure = wanted
    notice.reasons, notice.taken_back_at = list(reasons), None


def _pieces(stories: Iterable[int]) -> Iterator[list[int]]:
    whole = sorted(set(stories))
    return (whole[start : start + STORIES_AT_ONCE] for start in range(0, len(whole), STORIES_AT_ONCE))
