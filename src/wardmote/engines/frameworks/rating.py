"""Which of the five steps does a score stand on?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rating(StrEnum):
    """A five-step rating; amber has three steps so that "nearly red" and "nearly green" can be told apart.

    As text, ratings sort by the alphabet: compare `step` instead.
    """

    RED = "red"
    AMBER_RED = "amber-red"
    AMBER = "amber"
    AMBER_GREEN = "amber-green"
    GREEN = "green"

    @property
    def words(self) -> str:
        """The rating with its meaning, for people who can't or don't go by the colour."""
        return _WORDS[self]

    @property
    def step(self) -> int:
        """From 1 (red) to 5 (green)."""
        return list(Rating).index(self) + 1


_WORDS = {
    Rating.RED: "Red: the basics are missing, act now",
    Rating.AMBER_RED: "Amber-red: gaps that need a plan",
    Rating.AMBER: "Amber: partly in place, not yet dependable",
    Rating.AMBER_GREEN: "Amber-green: mostly sound, a few things to finish",
    Rating.GREEN: "Green: in good order, keep it up",
}


@dataclass(frozen=True)
class Band:
    """A rating and the lowest score that earns it; a score on the line earns the higher rating."""

    rating: Rating
    starts_at: float


def rate(score: float, bands: Sequence[Band]) -> Rating:
    """The last band that the score reaches; bands rise and the first starts at 0."""
    return [band.rating for band in bands if score >= band.starts_at][-1]
