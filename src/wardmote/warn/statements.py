"""How is what a source says written down, with its ranges, and its story put into words again?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import connection

from wardmote.engines.advisories.facts import Advisory, Kind, Label

from .likelihoods import of_stories
from .merging import Said, Words, advisory_of, body_of, makes_ranges, said_by, words_of
from .models import Advised, Coverage, EditorWord, Range, Source, Statement, Story, StoryName
from .ranges import Row, coverage_of, rows_of
from .story_merging import merge_stories
from .threads import Thread, Threads

LONGEST_KEY = 250
ROWS_AT_ONCE = 2_000
# What only adds to others names products in words at best: it counts until somebody says which versions.
_PARTIAL = (Kind.KEV, Kind.EPSS)
_RANGE_FIELDS = ("status", "family", "low", "high", "target", "words")
_INSERT = """
INSERT INTO warn_range (story_id, statement_id, advised_id, status, family, low, high, target, words, running_on)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass
class Piece:
    """A statement on its way into the database: `held` and `story` are where an earlier revision stands."""

    advisory: Advisory
    label: Label
    digest: str
    source_key: str
    held: int | None = None
    story: int | None = None
    rows: tuple[Row, ...] = ()
    thread: Thread = field(default_factory=Thread)

    @property
    def key(self) -> str:
        """What the source calls it."""
        return self.advisory.key

    @property
    def said(self) -> Said:
        """What it adds to its story."""
        return said_by(self.source_key, self.advisory, self.label, self.coverage)

    @property
    def coverage(self) -> Coverage:
        """What a machine can make of its products."""
        return coverage_of(self.rows)

    @property
    def is_partial(self) -> bool:
        """Whether it only adds to what others say."""
        return self.advisory.kind in _PARTIAL


def write_pieces(source: Source, pieces: Sequence[Piece], at: datetime) -> set[int]:
    """Write statements that say something new; returns the stories that changed. In the caller's transaction."""
    for piece in pieces:
        piece.rows = rows_of(piece.advisory.affected) if makes_ranges(piece.label) else ()
    threads = Threads(
        {name for piece in pieces for name in piece.advisory.ids},
        {piece.story for piece in pieces if piece.story is not None},
    )
    for piece in pieces:
        piece.thread = threads.of(piece.advisory.ids, piece.story)
        piece.thread.statements.append(piece.said)
    # A story that became another has handed its statements on: ask again who stands for it.
    found = list(threads)
    old = {piece.story for piece in pieces if piece.story is not None}
    for piece in pieces:
        if piece.advisory.ids or piece.story is not None:
            piece.thread = threads.of(piece.advisory.ids, piece.story)
    touched = {piece.thread.story for piece in pieces if piece.thread.story is not None}
    for thread in found:
        if thread.absorbed and thread.story is not None:
            merge_stories(into=thread.story, others=thread.absorbed, at=at)
            touched = (touched | {thread.story}) - thread.absorbed
            old -= thread.absorbed
    _begin([thread for thread in found if thread.story is None], at)
    _name(found)
    ids = _write_statements(source, pieces, at)
    changed = _write_ranges(pieces, ids)
    fresh = {piece.thread.stored for piece in pieces}
    _put_into_words(touched | old, changed, at)
    of_stories(Story.objects.filter(pk__in=fresh | touched))
    return fresh | touched | old


def _begin(threads: Iterable[Thread], at: datetime) -> None:
    """Write the stories that nobody told of before."""
    new = list(threads)
    made = Story.objects.bulk_create(
        [Story(first_seen_at=at, changed_at=at, **asdict(words_of(thread.statements))) for thread in new]
    )
    for thread, story in zip(new, made, strict=True):
        thread.story = story.pk


def _name(threads: Iterable[Thread]) -> None:
    rows = [StoryName(story_id=thread.stored, name=name) for thread in threads for name in sorted(thread.fresh_names)]
    StoryName.objects.bulk_create(rows)


def _write_statements(source: Source, pieces: Sequence[Piece], at: datetime) -> dict[str, int]:
    rows = [
        Statement(
            story_id=piece.thread.stored,
            source=source,
            kind=piece.advisory.kind.value,
            key=piece.key,
            label=piece.label.value,
            digest=piece.digest,
            revision=piece.advisory.revision[:60],
            revised_at=piece.advisory.revised,
            seen_at=at,
            coverage=piece.coverage,
            body=body_of(piece.advisory, piece.label),
        )
        for piece in pieces
    ]
    Statement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["story", "kind", "label", "digest", "revision", "revised_at", "seen_at", "coverage", "body"],
    )
    return {row.key: row.pk for row in rows}


def _write_ranges(pieces: Sequence[Piece], ids: dict[str, int]) -> set[int]:
    """Write ranges where they differ from those that stand; returns the stories whose ranges changed."""
    advised = _advised({row.name for piece in pieces for row in piece.rows})
    held = {ids[piece.key]: piece for piece in pieces if piece.held is not None}
    same = _unchanged(held, advised)
    _remove([statement for statement in held if statement not in same])
    new = [
        (piece.thread.stored, ids[piece.key], advised[row.name], row)
        for piece in pieces
        if ids[piece.key] not in same
        for row in piece.rows
    ]
    _insert(new)
    _drop_partial({piece.thread.stored for piece in pieces})
    for statement in same:
        if held[statement].story != held[statement].thread.stored:
            Range.objects.filter(statement=statement).update(story=held[statement].thread.stored)
    return {story for story, *_ in new} | {piece.thread.stored for pk, piece in held.items() if pk not in same}


def _insert(rows: Sequence[tuple[int, int, int, Row]]) -> None:
    """Write ranges in one statement: there are millions, and the ORM takes four times as long for each."""
    values = [
        (story, statement, advised, *(getattr(row, name) for name in _RANGE_FIELDS), json.dumps(row.running_on))
        for story, statement, advised, row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, values)


def _unchanged(held: dict[int, Piece], advised: dict[str, int]) -> set[int]:
    """Return the statements whose ranges stand as they are."""
    stand: dict[int, set[tuple[object, ...]]] = {pk: set() for pk in held}
    rows = Range.objects.filter(statement__in=list(held)).values_list(
        "statement_id", "advised_id", "running_on", *_RANGE_FIELDS
    )
    for pk, name, running_on, status, family, low, high, target, words in rows:
        stand[pk].add((name, tuple(running_on), status, family, bytes(low), bytes(high), target, words))
    return {pk for pk, piece in held.items() if stand[pk] == {_comparable(row, advised) for row in piece.rows}}


def _comparable(row: Row, advised: dict[str, int]) -> tuple[object, ...]:
    return (advised[row.name], row.running_on, *(getattr(row, name) for name in _RANGE_FIELDS))


def _advised(names: set[str]) -> dict[str, int]:
    """Return the numbers of names of products, making those that nobody spoke of before."""
    listed = sorted(names)
    found: dict[str, int] = {}
    for start in range(0, len(listed), ROWS_AT_ONCE):
        some = listed[start : start + ROWS_AT_ONCE]
        found |= dict(Advised.objects.filter(name__in=some).values_list("name", "pk"))
        made = Advised.objects.bulk_create([Advised(name=name) for name in some if name not in found])
        found |= {one.name: one.pk for one in made}
    return found


def _drop_partial(stories: set[int]) -> None:
    """Remove what was said without versions by those who only add, where somebody whole says which products."""
    whole = Statement.objects.filter(story__in=stories).exclude(kind__in=_PARTIAL).exclude(coverage=Coverage.NONE)
    told = set(whole.values_list("story_id", flat=True))
    partial = Statement.objects.filter(story__in=told, kind__in=_PARTIAL).exclude(coverage=Coverage.NONE)
    gone = list(partial.values_list("pk", flat=True))
    _remove(gone)


def _remove(statements: Iterable[int]) -> None:
    """Delete ranges in one statement each: their matches have no constraint, and are made anew with the story."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM warn_range WHERE statement_id = %s", [[int(pk)] for pk in statements])


def _put_into_words(stories: set[int], ranges_changed: set[int], at: datetime) -> None:
    """Hear all statements of stories again, and write those that say something else than before."""
    held = {story.pk: story for story in Story.objects.filter(pk__in=stories)}
    heard: dict[int, list[Said]] = {pk: [] for pk in held}
    rows = Statement.objects.filter(story__in=list(held))
    for pk, source, label, coverage, body in rows.values_list("story_id", "source__key", "label", "coverage", "body"):
        heard[pk].append(said_by(source, advisory_of(body), Label(label), Coverage(coverage)))
    changed = [
        story for pk, story in held.items() if _say(story, words_of(heard[pk]), bool(heard[pk])) or pk in ranges_changed
    ]
    for story in changed:
        story.changed_at = at
    fields = [*Words.__dataclass_fields__, "changed_at"]
    Story.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _say(story: Story, words: Words, is_told: bool) -> bool:
    """Put words into a story; says whether they differ. One that nobody tells any more keeps its words."""
    said = asdict(words) if is_told else {"is_withdrawn": True}
    if story.editor == EditorWord.SETTLED:
        said.pop("editor", None)
    differs = False
    for name, value in said.items():
        differs = differs or getattr(story, name) != value
        setattr(story, name, value)
    return differs
