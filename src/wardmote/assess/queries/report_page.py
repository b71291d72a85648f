"""What stands on a report's page, on paper and in its summary, worked out before the template begins?

Templates only print these rows: a whole report has some hundred of them, and hundreds of statements.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext as _

from wardmote.engines.frameworks import (
    Direction,
    Objective,
    Outcome,
    OutcomeFramework,
    Status,
    load_outline,
    with_statements,
    year_on_year,
)

from ..frameworks import statements_in
from ..models import Confidence, ImportedFramework, Stance, StatusWord
from .report_content import Json
from .report_shown import Shown

MOST_GAPS = 5
Place = tuple[int, str]


@dataclass(frozen=True)
class Line:
    """One part's standing in one outcome, in words. `own` is the council's status where the assurer's differs."""

    part: str
    status: str
    words: str
    is_met: bool
    own: str
    confidence: str
    justification: str
    alternatives: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    finding: Mapping[str, str] | None


@dataclass(frozen=True)
class Said:
    """One official statement and what is said of it: `mark` is yes, no, or for several parts some."""

    mark: str
    says: str
    note: str


@dataclass(frozen=True)
class Group:
    """The statements of one level."""

    level: str
    words: str
    statements: tuple[Said, ...]


@dataclass(frozen=True)
class Block:
    """One outcome. `short` is how many steps it is below the target."""

    outcome: Outcome
    status: str
    words: str
    target: str
    short: int
    is_met: bool
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Section:
    """One objective with its principles' outcomes."""

    objective: Objective
    groups: tuple[tuple[str, tuple[Block, ...]], ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the objective's outcomes in order."""
        return tuple(block for _title, blocks in self.groups for block in blocks)

    @property
    def met(self) -> int:
        """Return how many outcomes meet the target."""
        return sum(block.is_met for block in self.blocks)


@dataclass(frozen=True)
class Moved:
    """One outcome that stands elsewhere than last time."""

    outcome: Outcome
    before: str
    after: str


@dataclass(frozen=True)
class Since:
    """What changed since the last assessment; nothing is told apart where that was by another edition."""

    title: str
    made_on: str
    is_same_edition: bool
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]
    unchanged: int


class Words:
    """Every word that stands on many rows, looked up in the reader's language once."""

    def __init__(self) -> None:
        none = _("No answer yet")
        self.statuses: Mapping[Any, str] = {None: none, "": none} | {
            value: str(words) for value, words in StatusWord.choices
        }
        self.confidence: Mapping[Any, str] = {None: ""} | {value: str(words) for value, words in Confidence.choices}
        self.stances = {value: str(words) for value, words in Stance.choices}
        self.levels = {
            Status.NOT_ACHIEVED: _("Not achieved if any is true"),
            Status.PARTIALLY_ACHIEVED: _("Partially achieved if all are true"),
            Status.ACHIEVED: _("Achieved if all are true"),
        }
        self.true_of = _("true of %(parts)s")
        self.alternative = _("an alternative control stands for it")


@dataclass(frozen=True)
class ReportPage:
    """A whole report, or a draft, as it is read."""

    shown: Shown
    framework: OutcomeFramework
    sections: tuple[Section, ...]
    since: Since | None

    @property
    def content(self) -> Json:
        """Return what the report holds."""
        return self.shown.content

    @property
    def has_target(self) -> bool:
        """Say whether a profile says how far each outcome should be."""
        return self.content["profile"] is not None

    @property
    def result(self) -> str:
        """Say the result in one line."""
        totals = {"a": self.content["totals"]["met"], "n": self.content["totals"]["outcomes"]}
        if self.has_target:
            return _("%(a)s of %(n)s outcomes meet the target") % totals
        return _("%(a)s of %(n)s outcomes are achieved") % totals

    @cached_property
    def gaps(self) -> tuple[Block, ...]:
        """Return the outcomes below their target, the furthest from it first."""
        below = [block for section in self.sections for block in section.blocks if not block.is_met and block.status]
        return tuple(sorted(below, key=_distance))

    def section(self, objective: str) -> Section | None:
        """Return one objective."""
        return next((s for s in self.sections if s.objective.id.lower() == objective.lower()), None)


def report_page(shown: Shown) -> ReportPage:
    """Return the rows of a report; no query once the framework's wording is remembered."""
    framework = framework_of_report(shown.content)
    return ReportPage(shown, framework, tuple(_sections(framework, shown)), _since(framework, shown.content))


def framework_of_report(content: Json) -> OutcomeFramework:
    """Return the framework in the words that the report was made with."""
    edition, wording = content["framework"], content["wording"]
    return _framework(edition["key"], edition["version"], wording["row"] if wording else None)


@lru_cache(maxsize=16)
def _framework(key: str, version: str, wording: int | None) -> OutcomeFramework:
    """Remember the framework with its statements: a row of them is never changed."""
    row = ImportedFramework.objects.filter(pk=wording).first() if wording else None
    outline = load_outline(key, version)
    return with_statements(outline, statements_in(row.content), row.source) if row else outline


def _sections(framework: OutcomeFramework, shown: Shown) -> Iterator[Section]:
    content, reasons = shown.content, shown.reasons or {"outcomes": []}
    said, words = {(row["part"], row["id"]): row for row in reasons["outcomes"]}, Words()
    parts = {part["position"]: part["name"] for part in content["parts"]}
    rows: dict[str, list[Json]] = defaultdict(list)
    for row in content["outcomes"]:
        rows[row["id"]].append(row)
    results = {row["id"]: row for row in content["results"]}
    for objective in framework.objectives:
        groups = tuple(
            (
                f"{principle.id} {principle.title}",
                tuple(
                    _block(outcome, results[outcome.id], rows[outcome.id], parts, said, words)
                    for outcome in principle.outcomes
                    if outcome.id in results
                ),
            )
            for principle in objective.principles
        )
        if any(blocks for _title, blocks in groups):
            yield Section(objective, groups)


def _block(
    outcome: Outcome,
    result: Json,
    rows: Sequence[Json],
    parts: Mapping[int, str],
    said: Mapping[Place, Json],
    words: Words,
) -> Block:
    return Block(
        outcome=outcome,
        status=result["status"] or "",
        words=words.statuses[result["status"]],
        target=words.statuses[result["target"]] if result["target"] else "",
        short=_short(result),
        is_met=result["met"],
        lines=tuple(
            _line(outcome, row, parts[row["part"]], said.get((row["part"], row["id"]), {}), words) for row in rows
        ),
        groups=tuple(_groups(outcome, rows, parts, words)),
    )


def _line(outcome: Outcome, row: Json, part: str, said: Json, words: Words) -> Line:
    own = row.get("own")
    return Line(
        part=part,
        status=row["status"] or "",
        words=words.statuses[row["status"]],
        is_met=row["met"],
        own=words.statuses[own] if own and own != row["status"] else "",
        confidence=words.confidence[row["confidence"]],
        justification=said.get("justification", ""),
        alternatives=tuple(_alternatives(outcome, said.get("alternatives", {}))),
        evidence=tuple(title for title, *_more in said.get("evidence", [])),
        finding=_finding(said.get("finding"), words),
    )


def _alternatives(outcome: Outcome, alternatives: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if alternatives:
        says = {statement.id: statement.says for statement in outcome.statements}
        yield from ((says.get(statement, statement), control) for statement, control in alternatives.items())


def _finding(found: Any, words: Words) -> Mapping[str, str] | None:
    return {**found, "stance": words.stances.get(found["stance"], "")} if found else None


def _groups(outcome: Outcome, rows: Sequence[Json], parts: Mapping[int, str], words: Words) -> Iterator[Group]:
    replies = [(parts[row["part"]], row["replies"]) for row in rows]
    for level in Status:
        statements = outcome.statements_at(level)
        if statements:
            yield Group(
                level.value, words.levels[level], tuple(_said(s.id, s.says, replies, words) for s in statements)
            )


def _said(statement: str, says: str, replies: Sequence[tuple[str, Mapping[str, str]]], words: Words) -> Said:
    true = [part for part, said in replies if statement in said]
    if not true:
        return Said("no", says, "")
    mark = "yes" if len(true) == len(replies) else "some"
    notes = [words.true_of % {"parts": ", ".join(true)}] if mark == "some" else []
    if any(said.get(statement) == "alternative" for _part, said in replies):
        notes.append(words.alternative)
    return Said(mark, says, "; ".join(notes))


def _since(framework: OutcomeFramework, content: Json) -> Since | None:
    previous = content["previous"]
    if previous is None:
        return None
    if previous["version"] != framework.version:
        return Since(previous["title"], previous["made_on"], False, (), (), 0)
    before = {outcome: Status(status) for outcome, status in previous["results"].items()}
    after = {row["id"]: Status(row["status"]) for row in content["results"] if row["status"]}
    moves = [m for m in year_on_year(before, after) if m.key in framework.outcomes]

    words = Words().statuses

    def moved(kind: Direction) -> tuple[Moved, ...]:
        return tuple(Moved(framework.outcomes[m.key], words[m.before], words[m.after]) for m in moves if m.kind is kind)

    unchanged = sum(m.kind is Direction.SAME for m in moves)
    return Since(
        previous["title"], previous["made_on"], True, moved(Direction.BETTER), moved(Direction.WORSE), unchanged
    )


def _distance(block: Block) -> tuple[int, int, str]:
    return -block.short, -sum(not line.is_met for line in block.lines), block.outcome.id


def _short(result: Json) -> int:
    if result["met"] or not result["status"]:
        return 0
    return Status(result["target"] or Status.ACHIEVED).step - Status(result["status"]).step
