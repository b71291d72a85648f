"""What do the lines of a plan add up to, and how much of that isn't known yet?"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from wardmote.engines.plans.lines import PlannedLine


@dataclass(frozen=True)
class Sum:
    """Pounds over the lines whose cost is known; `unknown` counts the lines that are left out of it."""

    known: int
    unknown: int
    lines: int

    @property
    def is_complete(self) -> bool:
        """Whether no line is left out."""
        return self.unknown == 0

    @property
    def is_nothing_known(self) -> bool:
        """Whether there are lines and none has a cost, so that the sum says nothing."""
        return 0 < self.unknown == self.lines


@dataclass(frozen=True)
class Effort:
    """Days of work over the lines whose effort is known; `unknown` counts the others."""

    days: Decimal
    unknown: int
    lines: int

    @property
    def is_nothing_known(self) -> bool:
        """Whether there are lines and none says its effort."""
        return 0 < self.unknown == self.lines


@dataclass(frozen=True)
class Totals:
    """What some lines add up to.

    `uncosted` lines have neither a one-off nor a yearly cost yet; `incomplete` ones lack at least one of the two.
    """

    lines: int
    once: Sum
    yearly: Sum
    effort: Effort
    uncosted: int
    incomplete: int


def total(lines: Iterable[PlannedLine]) -> Totals:
    """Add the lines up, unknown costs counted apart."""
    found = tuple(lines)
    efforts = [line.effort_days for line in found]
    known = [days for days in efforts if days is not None]
    return Totals(
        lines=len(found),
        once=_sum([line.once for line in found]),
        yearly=_sum([line.yearly for line in found]),
        effort=Effort(sum(known, Decimal(0)), len(efforts) - len(known), len(efforts)),
        uncosted=sum(1 for line in found if line.is_uncosted),
        incomplete=sum(1 for line in found if line.once is None or line.yearly is None),
    )


def _sum(costs: list[int | None]) -> Sum:
    known = [cost for cost in costs if cost is not None]
    return Sum(sum(known), len(costs) - len(known), len(costs))
