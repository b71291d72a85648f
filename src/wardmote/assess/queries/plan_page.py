"""What does an improvement plan say: its lines, what they add up to, how far they are, and who signed them?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from wardmote.engines.frameworks import Objective, Outcome, Status
from wardmote.engines.plans import DueGroup, Totals, group_of, total

from ..models import LineState, Plan, PlanLine
from .desks import Desk
from .plan_lines import Signature, plan_of, planned, signature_of

UNFINISHED = (LineState.TO_DO, LineState.STARTED)


@dataclass(frozen=True)
class Row:
    """One line with what the framework says of its outcome, as seen on a day."""

    line: PlanLine
    outcome: Outcome
    objective: Objective
    day: date

    @property
    def is_overdue(self) -> bool:
        """Say whether the line should be done by now and isn't."""
        return bool(self.line.due_on and self.line.due_on < self.day and self.line.state in UNFINISHED)

    @property
    def now(self) -> str:
        """Return where the outcome stood when the line was written, in words."""
        return Status(self.line.status_now).words

    @property
    def expected(self) -> str:
        """Return where it will stand once the line is done, in words."""
        return Status(self.line.status_expected).words

    @property
    def where(self) -> str:
        """Return the part's name where it is a critical system."""
        return self.line.part.name if self.line.part.position else ""


@dataclass(frozen=True)
class Filters:
    """Which rows the reader wants to see; empty words want them all."""

    objective: str = ""
    owner: str = ""
    state: str = ""

    def keeps(self, row: Row) -> bool:
        """Say whether the reader wants this row."""
        wanted = ((self.objective, row.objective.id), (self.owner, row.line.owner), (self.state, str(row.line.state)))
        return all(not wish or wish == found for wish, found in wanted)


@dataclass(frozen=True)
class PlanPage:
    """A plan in front of one person: every row, and those that the filters keep."""

    plan: Plan
    every: tuple[Row, ...]
    filters: Filters
    signature: Signature | None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows that the reader asked for."""
        return tuple(row for row in self.every if self.filters.keeps(row))

    @cached_property
    def totals(self) -> Totals:
        """Return what the whole plan adds up to; dropped lines don't count."""
        return _total(self.every)

    @cached_property
    def totals_shown(self) -> Totals:
        """Return what the rows add up to that the reader asked for."""
        return _total(self.rows)

    @cached_property
    def progress(self) -> dict[LineState, int]:
        """Return how many lines are in each state."""
        return {state: sum(1 for row in self.every if row.line.state == state) for state in LineState}

    @property
    def overdue(self) -> int:
        """Return how many lines should be done by now."""
        return sum(1 for row in self.every if row.is_overdue)

    @cached_property
    def by_objective(self) -> tuple[tuple[Objective, Totals], ...]:
        """Return the objectives that have a line, in the framework's order, with what theirs add up to."""
        grouped: dict[str, list[Row]] = {}
        for row in self.every:
            grouped.setdefault(row.objective.id, []).append(row)
        return tuple((rows[0].objective, _total(rows)) for rows in grouped.values())

    @cached_property
    def by_due(self) -> tuple[tuple[DueGroup, Totals], ...]:
        """Return what is still to do, grouped by how near it is, nearest first."""
        left = [row for row in self.every if row.line.state in UNFINISHED]
        grouped: dict[DueGroup, list[Row]] = {}
        for row in left:
            grouped.setdefault(group_of(row.line.due_on, row.day), []).append(row)
        return tuple((group, _total(grouped[group])) for group in sorted(grouped))

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Return everybody who owns a line."""
        return tuple(sorted({row.line.owner for row in self.every if row.line.owner}))

    def row(self, line: int) -> Row | None:
        """Return one row by its line's number."""
        return next((row for row in self.every if row.line.pk == line), None)


def plan_page(desk: Desk, filters: Filters | None = None) -> PlanPage | None:
    """Return the plan with its lines, in the order of the framework (three queries at most); None without a plan."""
    plan = plan_of(desk)
    if plan is None:
        return None
    lines = tuple(plan.lines.select_related("part"))
    rows = sorted((_row(desk, line) for line in lines), key=_order(desk))
    return PlanPage(plan, tuple(rows), filters or Filters(), signature_of(plan, lines))


def _row(desk: Desk, line: PlanLine) -> Row:
    framework = desk.framework
    return Row(line, framework.outcomes[line.outcome], framework.objective_of[line.outcome], localdate(desk.at))


def _order(desk: Desk) -> Callable[[Row], tuple[int, int, int]]:
    places = {outcome: place for place, outcome in enumerate(desk.framework.outcomes)}
    return lambda row: (places[row.line.outcome], row.line.part.position, row.line.pk)


def _total(rows: Iterable[Row]) -> Totals:
    return total(planned(row.line for row in rows))
