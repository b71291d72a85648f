"""Which figures on one contributing outcome may be shown together without saying anything of one council? Pure.

Statuses and "meets the target" speak of the same councils, so showing both can give away what each alone withholds:
where "partially achieved" is enough, those who don't meet the target are those who haven't achieved. Therefore the
councils are split by the target first, and each side by status within it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wardmote.engines.frameworks import Status

from .suppression import safe_counts

STATUSES = tuple(status.value for status in Status)
Cells = Mapping[tuple[str, bool], int]


@dataclass(frozen=True)
class OutcomeFigures:
    """How many councils there are, by status, and how many meet their target; None where that is withheld."""

    total: int | None
    counts: dict[str, int | None]
    met: int | None


NOTHING = OutcomeFigures(None, dict.fromkeys(STATUSES), None)


def outcome_figures(cells: Cells) -> OutcomeFigures:
    """Return what may be shown of councils counted by (status, whether it meets the council's target)."""
    total = sum(cells.values())
    met = sum(n for (_status, is_met), n in cells.items() if is_met)
    sides = safe_counts({"met": met, "unmet": total - met})
    if None in sides.values():
        return _figures(total, safe_counts({s: sum(_of(cells, s)) for s in STATUSES}), None)
    by_side = [_safe_side({s: cells.get((s, is_met), 0) for s in STATUSES}) for is_met in (True, False)]
    return _figures(total, {s: _together([side[s] for side in by_side]) for s in STATUSES}, met)


def share_in_words(part: int, whole: int) -> str:
    """Return a share as people say it: 3 in 10."""
    tenths = round(10 * part / whole)
    if part == 0:
        return _("none")
    if part == whole:
        return _("all")
    if tenths == 0:
        return _("fewer than 1 in 10")
    if tenths == 10:
        return _("more than 9 in 10")
    return _("%(n)s in 10") % {"n": tenths}


def _of(cells: Cells, status: str) -> list[int]:
    return [n for (found, _is_met), n in cells.items() if found == status]


def _safe_side(counts: dict[str, int]) -> dict[str, int | None]:
    """A side that nobody stands on was published as zero already."""
    return safe_counts(counts) if any(counts.values()) else dict(counts)


def _together(parts: list[int | None]) -> int | None:
    known = [n for n in parts if n is not None]
    return sum(known) if len(known) == len(parts) else None


def _figures(total: int, counts: dict[str, int | None], met: int | None) -> OutcomeFigures:
    """A total without a single figure beside it would still narrow down what each can be."""
    return OutcomeFigures(total, counts, met) if met is not None or any(counts.values()) else NOTHING
