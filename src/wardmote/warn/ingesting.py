"""How do advisories come in: in groups, each whole, once, and however often the same document is read?

A group is one transaction with the job that matches its stories. Whoever is killed between two groups reads the
document again, and what is in changes nothing. Memory holds one group.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec
from django.db import connection, transaction

from wardmote.engines.advisories.facts import Advisory, Broken, Kind, Label, ReadingError
from wardmote.engines.advisories.reading.limits import stops_early

from .likelihoods import write_likelihoods
from .merging import split
from .models import Source, Statement
from .statements import LONGEST_KEY, Piece, write_pieces

GROUP, GROUP_OF_LIKELIHOODS, MOST_SPANS = 500, 5_000, 20_000
MOST_LINES = 200
# What ranges and words are made of: another number has every document looked at again.
_EDITION = b"1"
_LOCK = 0x53544F52  # "STOR": groups follow one another on PostgreSQL; SQLite has one writer anyway
_DATES_ALONE = (Kind.NEWS, Kind.MAIL, Kind.EPSS)

Entry = Advisory | Broken


@dataclass
class Tally:
    """What came of a document so far; `log` are sentences for people, the first of many."""

    entries: int = 0
    changed: int = 0
    broken: int = 0
    without_product: int = 0
    newest: datetime | None = None
    is_whole: bool = True
    log: list[str] = field(default_factory=list)
    unsaid: int = 0

    def note(self, line: str) -> None:
        """Keep a line for people, as long as there is room."""
        if len(self.log) < MOST_LINES:
            self.log.append(line[:500])
        else:
            self.unsaid += 1

    def count(self, entry: Entry) -> None:
        """Count one entry of the document."""
        if isinstance(entry, Broken):
            if stops_early(entry):
                self.is_whole = False
            else:
                self.broken += 1
            self.note(f"{entry.place}: {entry.says}")
            return
        self.entries += 1
        if entry.is_whole and not entry.is_withdrawn and not entry.affected and entry.kind not in _DATES_ALONE:
            self.without_product += 1
        moments = [moment for moment in (self.newest, entry.revised or entry.published) if moment]
        self.newest = max(moments, default=None)


def take_in(
    *,
    source: Source,
    entries: Iterable[Entry],
    at: datetime,
    tally: Tally | None = None,
    beat: Callable[[Tally], None] | None = None,
) -> Tally:
    """Store what a document says; `beat` hears after each group how far it is. Never raises for what it reads."""
    tally = tally or Tally()
    label = Label(source.label)
    for group in _groups(entries, tally):
        _write(source, label, group, at, tally)
        if beat:
            beat(tally)
    return tally


def _groups(entries: Iterable[Entry], tally: Tally) -> Iterator[list[Advisory]]:
    """Yield what can be read in groups that fit a transaction; a document that breaks off ends there."""
    group: list[Advisory] = []
    weight = 0.0
    try:
        for entry in entries:
            tally.count(entry)
            if isinstance(entry, Broken):
                continue
            group.append(entry)
            weight += 1 / GROUP_OF_LIKELIHOODS if entry.kind is Kind.EPSS else _weight(entry)
            if weight >= 1:
                yield group
                group, weight = [], 0.0
    except ReadingError as refusal:
        tally.is_whole = False
        tally.note(str(refusal))
    if group:
        yield group


def _weight(advisory: Advisory) -> float:
    return 1 / GROUP + sum(len(one.spans) + 1 for one in advisory.affected) / MOST_SPANS


def _write(source: Source, label: Label, group: list[Advisory], at: datetime, tally: Tally) -> None:
    pieces = {piece.key: piece for piece in _pieces(source, label, group, tally)}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        stories = write_likelihoods(group)
        fresh = _fresh(source, pieces, tally)
        if fresh:
            stories |= write_pieces(source, fresh, at)
            tally.changed += len(fresh)
        _have_matched(stories)


def _pieces(source: Source, label: Label, group: list[Advisory], tally: Tally) -> Iterator[Piece]:
    """Yield the statements of a group, the oldest first, so that the newest of two with one key counts."""
    whole = (part for advisory in group if advisory.kind is not Kind.EPSS for part in split(advisory))
    for part in sorted(whole, key=lambda one: one.revised.timestamp() if one.revised else 0.0):
        if len(part.key) > LONGEST_KEY:
            tally.note(f"{part.key[:80]}…: its id is longer than {LONGEST_KEY} characters, so it wasn't taken.")
            continue
        strict = max(label, part.label, key=lambda one: one.strictness)
        yield Piece(part, strict, _digest(part, strict), source.key)


def _digest(advisory: Advisory, label: Label) -> str:
    """Return what tells whether something new is said. A catalogue dates all of its entries anew at each release."""
    told = replace(advisory, revised=None) if advisory.kind is Kind.KEV else advisory
    content = msgspec.json.encode(told, order="deterministic")
    return hashlib.sha256(b"|".join((_EDITION, label.value.encode(), content))).hexdigest()


def _fresh(source: Source, pieces: dict[str, Piece], tally: Tally) -> list[Piece]:
    """Return what says something new; an older revision than ours is refused, with a line in the log."""
    held = Statement.objects.filter(source=source, key__in=list(pieces))
    for pk, key, digest, story, revised in held.values_list("pk", "key", "digest", "story_id", "revised_at"):
        piece = pieces[key]
        ours = piece.advisory.revised
        if digest == piece.digest:
            del pieces[key]
        elif revised and ours and ours < revised:
            tally.note(f"{key}: this is of {ours:%d %B %Y}, and we have it of {revised:%d %B %Y}. It wasn't taken.")
            del pieces[key]
        else:
            piece.held, piece.story = pk, story
    return list(pieces.values())


def _have_matched(stories: set[int]) -> None:
    """Queue the matching in the same transaction, so that neither is there without the other."""
    from .matching_jobs import match_stories

    listed = sorted(stories)
    for start in range(0, len(listed), GROUP):
        match_stories.enqueue(listed[start : start + GROUP])
