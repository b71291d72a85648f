"""What does a story say when all its sources are heard, in whatever order they came?

Pure: the same statements give the same words. What is labelled more strictly than the widest of them says nothing in
public.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

from wardmote.engines.advisories.facts import Advisory, Exploited, Kind, Label

from .models import Coverage, EditorWord

LONGEST_ID, LONGEST_TITLE, LONGEST_VECTOR = 120, 300, 300
# A letter may name any number of vulnerabilities; each is a story of its own.
MOST_SPLIT = 200
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,9}")
# Whose words we take first: of the vulnerability itself, then of its maker, then of those who pass on.
_ORDER = {
    kind: place
    for place, kind in enumerate(
        (Kind.CVE, Kind.CSAF, Kind.NVD, Kind.HAND, Kind.STIX, Kind.KEV, Kind.MAIL, Kind.NEWS, Kind.EPSS)
    )
}
_NEWS = (Kind.NEWS, Kind.MAIL, Kind.HAND)
_FORMULAS = (("CVSS:4.", CVSS4, 4.0), ("CVSS:3.1", CVSS3, 3.1), ("CVSS:3.0", CVSS3, 3.0), ("", CVSS2, 2.0))


@dataclass(frozen=True, slots=True)
class Said:
    """What one statement adds to its story; `of` tells it from all others."""

    of: tuple[str, str]
    kind: Kind
    label: Label
    coverage: Coverage
    title: str
    summary: str = ""
    ids: tuple[str, ...] = ()
    published: datetime | None = None
    revised: datetime | None = None
    is_withdrawn: bool = False
    is_whole: bool = True
    vectors: tuple[str, ...] = ()
    exploited: Exploited | None = None

    @property
    def rank(self) -> tuple[object, ...]:
        """Whose words come first."""
        return (self.is_withdrawn, not self.is_whole, _ORDER[self.kind], self.of)


@dataclass(frozen=True, slots=True)
class Words:
    """What a story says; the names are those of its columns."""

    title: str
    summary: str
    label: str
    published_at: datetime | None
    revised_at: datetime | None
    is_withdrawn: bool
    score: float | None
    vector: str
    exploited_on: date | None
    exploited_due_on: date | None
    for_ransomware: bool
    editor: str


def split(advisory: Advisory) -> Iterator[Advisory]:
    """Give an advisory for each CVE that one names: two of them are never one vulnerability.

    Which of its products belongs to which of them nobody can tell, so that none of the parts names any.
    """
    ids = tuple(one for one in advisory.ids if len(one) <= LONGEST_ID)
    numbers = list(dict.fromkeys(one for one in ids if is_cve(one)))[:MOST_SPLIT]
    if len(numbers) < 2:
        yield advisory if ids == advisory.ids else replace(advisory, ids=ids)
        return
    for number in numbers:
        yield replace(advisory, key=f"{advisory.key} {number}", ids=(number,), affected=())


def is_cve(name: str) -> bool:
    """Say whether an id is one of the CVE list."""
    return _CVE.fullmatch(name) is not None


def said_by(source: str, advisory: Advisory, label: Label, coverage: Coverage) -> Said:
    """Return what an advisory says."""
    return Said(
        of=(source, advisory.key),
        kind=advisory.kind,
        label=label,
        coverage=coverage,
        title=advisory.title,
        summary=advisory.summary,
        ids=advisory.ids,
        published=advisory.published,
        revised=advisory.revised,
        is_withdrawn=advisory.is_withdrawn,
        is_whole=advisory.is_whole,
        vectors=tuple(score.vector for score in advisory.scores),
        exploited=advisory.exploited,
    )


def body_of(advisory: Advisory, label: Label) -> dict[str, Any]:
    """Return an advisory as JSON, without what is empty, and without products that `Range` holds."""
    fields: dict[str, Any] = msgspec.to_builtins(advisory)
    if makes_ranges(label):
        fields.pop("affected")
    return {key: value for key, value in fields.items() if value not in (None, "", [], ())}


def makes_ranges(label: Label) -> bool:
    """Say whether everybody here may learn of it by a match."""
    return label in (Label.CLEAR, Label.GREEN)


def advisory_of(body: dict[str, Any]) -> Advisory:
    """Return the advisory that a stored body holds."""
    return msgspec.convert(body, Advisory, strict=False)


def words_of(statements: Sequence[Said]) -> Words:
    """Return what a story says; of no statements at all, that it is withdrawn."""
    widest = min((one.label for one in statements), key=lambda label: label.strictness, default=Label.CLEAR)
    heard = sorted((one for one in statements if one.label is widest), key=lambda one: one.rank)
    whole = [one for one in heard if one.is_whole]
    score, vector = _highest(vector for one in heard for vector in one.vectors)
    exploited = [one.exploited for one in heard if one.exploited]
    is_withdrawn = all(one.is_withdrawn for one in whole) if whole else not heard
    return Words(
        title=_title(heard)[:LONGEST_TITLE],
        summary=next((one.summary for one in heard if one.summary), ""),
        label=widest.value,
        published_at=min((one.published for one in whole or heard if one.published), default=None),
        revised_at=max((one.revised for one in whole or heard if one.revised), default=None),
        is_withdrawn=is_withdrawn,
        score=score,
        vector=vector,
        exploited_on=min((one.listed_on for one in exploited), default=None),
        exploited_due_on=min((one.due_on for one in exploited if one.due_on), default=None),
        for_ransomware=any(one.for_ransomware for one in exploited),
        editor="" if is_withdrawn else _editor(heard),
    )


def _title(heard: Sequence[Said]) -> str:
    """Return the first title that is more than an id."""
    told = [one.title for one in heard if one.title not in one.ids]
    return told[0] if told else heard[0].title if heard else ""


def _editor(heard: Sequence[Said]) -> str:
    coverages = {one.coverage for one in heard}
    if Coverage.READ in coverages:
        return ""
    if Coverage.UNREAD in coverages:
        return EditorWord.UNREAD.value
    is_news = all(one.kind in _NEWS and not any(map(is_cve, one.ids)) for one in heard)
    return EditorWord.NEWS.value if is_news else EditorWord.NO_PRODUCT.value


def _highest(vectors: Iterable[str]) -> tuple[float | None, str]:
    """Return the highest base score of the newest version, with its vector; the first of equals by its letters."""
    scored = [(found, vector) for vector in set(vectors) if (found := _scored(vector))]
    if not scored:
        return None, ""
    (_version, score), vector = min(scored, key=lambda pair: (-pair[0][0], -pair[0][1], pair[1]))
    return score, vector[:LONGEST_VECTOR]


@lru_cache(maxsize=65_536)
def _scored(vector: str) -> tuple[float, float] | None:
    """Return (version, base score), or None where the vector can't be read."""
    start, formula, version = next(one for one in _FORMULAS if vector.startswith(one[0]))
    if not start and vector.startswith("CVSS:"):
        return None
    try:
        return version, float(formula(vector).base_score)
    except (CVSSError, ValueError, ArithmeticError):
        return None
