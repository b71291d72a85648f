"""What do the grades of its domains make of a council, and the verdicts of its domains of a control?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wardmote.engines.checks.grading import BANDS, LETTERS

# The worst first. What isn't known counts only where nothing is.
WORST_FIRST = ("bad", "weak", "good", "not-applicable", "unknown")


@dataclass(frozen=True)
class Together:
    """A council's letter and points."""

    letter: str
    points: int


def together(grades: Sequence[tuple[str, int]]) -> Together | None:
    """Return what domains' letters and points come to, or None without any.

    The points are the mean, rounded down, and give the letter as a domain's points do; it is at most one better than
    the worst domain's, so that many good domains hide no bad one.
    """
    if not grades:
        return None
    points = sum(points for _letter, points in grades) // len(grades)
    earned = next(letter for letter, begins in BANDS if points >= begins)
    worst = max(letter for letter, _points in grades)
    best = LETTERS[max(0, LETTERS.index(worst) - 1)]
    return Together(max(earned, best), points)


def worst_of(verdicts: Iterable[str]) -> str:
    """Return the verdict that a council counts with: its worst domain's."""
    return min(verdicts, key=WORST_FIRST.index)
