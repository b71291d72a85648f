"""How far has each control come among the councils that share results, and how has that moved?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from wardmote.engines.checks.registry import checks
from wardmote.watch.models import Uptake, VerdictWord

from ..suppression import safe_counts

# What a council can be told of; where a check doesn't apply, the council isn't counted.
COUNTED = (VerdictWord.GOOD, VerdictWord.WEAK, VerdictWord.BAD, VerdictWord.UNKNOWN)
AREAS = ("mail", "dns", "web")
EARLIER = timedelta(days=90)


@dataclass(frozen=True)
class Figures:
    """How many councils stand how on one control on a day; None where a figure could point at fewer than five."""

    day: date
    total: int | None
    counts: dict[str, int | None]

    @property
    def good(self) -> int | None:
        """How many have the control in order."""
        return self.counts[VerdictWord.GOOD]


@dataclass(frozen=True)
class Control:
    """One check over councils: now, and as it was a quarter of a year before, if that is known."""

    check_id: str
    title: str
    why: str
    area: str
    now: Figures
    before: Figures | None

    @property
    def moved(self) -> int | None:
        """How many councils more have it in order than before."""
        if self.before is None or self.before.good is None or self.now.good is None:
            return None
        return self.now.good - self.before.good


def controls_on(day: date, *, demonstration: bool) -> tuple[Control, ...]:
    """Return every control that was looked at in the newest night up to a day, by area and title: two queries."""
    newest = _figures_on(day, demonstration)
    earlier = _figures_on(next(iter(newest.values())).day - EARLIER, demonstration) if newest else {}
    return tuple(
        Control(check.id, check.title, check.why, check.area, newest[check.id], earlier.get(check.id))
        for check in sorted(checks(), key=lambda check: (AREAS.index(check.area), check.title))
        if check.id in newest
    )


def control_over_time(check_id: str, day: date, *, demonstration: bool, days: int = 365) -> tuple[Figures, ...]:
    """Return one control's figures for each day of a year that was counted, oldest first."""
    rows = Uptake.objects.filter(
        is_demonstration=demonstration, check_id=check_id, day__lte=day, day__gt=day - timedelta(days=days)
    )
    by_day: dict[date, dict[str, int]] = defaultdict(dict)
    for row in rows.order_by("day"):
        by_day[row.day][row.verdict] = row.councils
    return tuple(_safe(found, counts) for found, counts in by_day.items())


def _figures_on(day: date, demonstration: bool) -> dict[str, Figures]:
    counted = Uptake.objects.filter(is_demonstration=demonstration)
    newest = counted.filter(day__lte=day).order_by("-day").values("day")[:1]
    found: dict[str, dict[str, int]] = defaultdict(dict)
    on = day
    for row in counted.filter(day=newest):
        found[row.check_id][row.verdict] = row.councils
        on = row.day
    return {check_id: _safe(on, counts) for check_id, counts in found.items()}


def _safe(day: date, counts: dict[str, int]) -> Figures:
    counted = {verdict.value: counts.get(verdict.value, 0) for verdict in COUNTED}
    shown = safe_counts(counted)
    return Figures(day, sum(counted.values()) if any(shown.values()) else None, shown)
