"""How do the councils that share with this person stand on each outcome of a framework? One query for the figures."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from wardmote.assess.models import OutcomeResult
from wardmote.engines.frameworks import Objective, Outcome, OutcomeFramework, load_outline
from wardmote.kernel.prepared import ANOTHER_DAY, ANY_DAY, ANYBODY, Prepared

from ..outcome_figures import NOTHING, OutcomeFigures, outcome_figures
from ..suppression import LEAST
from .shared_reports import Shape, reports_shown


@dataclass(frozen=True)
class Line:
    """One outcome and what may be shown of it."""

    outcome: Outcome
    figures: OutcomeFigures


@dataclass(frozen=True)
class RollUp:
    """Every outcome of one framework, in order, over the councils that the reader may count."""

    framework: OutcomeFramework
    lines: tuple[Line, ...]
    # How many councils are counted; None for fewer than five.
    councils: int | None

    @property
    def groups(self) -> tuple[tuple[Objective, tuple[Line, ...]], ...]:
        """Return the lines by objective."""
        found = {line.outcome.id: line for line in self.lines}
        return tuple((o, tuple(found[outcome.id] for outcome in o.outcomes)) for o in self.framework.objectives)

    @property
    def least_met(self) -> Line | None:
        """Return the outcome whose target the smallest share of councils meets, as far as that is shown."""
        return min((line for line in self.lines if line.figures.met is not None), key=_share, default=None)


def roll_up(shape: Shape, *, person: int, day: date, today: date) -> RollUp:
    """Count the councils of this shape by outcome, status and target; `shape` names the framework."""
    cells: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for outcome, status, is_met, count in _CELLS.rows(shape, person=person, day=day, today=today):
        cells[outcome][status, bool(is_met)] += count
    return put_together(load_outline(shape.framework, shape.version), cells)


def put_together(framework: OutcomeFramework, cells: dict[str, Counter[tuple[str, bool]]]) -> RollUp:
    """Return what may be shown of these counts."""
    lines = tuple(Line(o, outcome_figures(cells[o.id]) if o.id in cells else NOTHING) for o in _outcomes(framework))
    councils = max((counter.total() for counter in cells.values()), default=0)
    return RollUp(framework, lines, councils if councils >= LEAST else None)


def _outcomes(framework: OutcomeFramework) -> tuple[Outcome, ...]:
    return tuple(framework.outcomes.values())


def _share(line: Line) -> float:
    return (line.figures.met or 0) / (line.figures.total or 1)


def _cells(shape: Shape, *, person: int, day: date, today: date) -> QuerySet[OutcomeResult, tuple[Any, ...]]:
    reports = reports_shown(shape, person=person, day=day, today=today).order_by().values("pk")
    found = OutcomeResult.objects.filter(report__in=reports).order_by()
    return found.values_list("outcome", "status", "is_met").annotate(councils=Count("pk"))


_CELLS = Prepared(_cells, person=ANYBODY, day=ANY_DAY, today=ANOTHER_DAY)
