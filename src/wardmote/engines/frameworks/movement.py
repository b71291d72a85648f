"""What got better and what got worse from one year's statuses to the next?"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from wardmote.engines.frameworks.outcomes import Status

Key = TypeVar("Key", bound=Hashable)


class Direction(StrEnum):
    """Which way a status moved, or that one of the two years has none."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Movement(Generic[Key]):
    """One key's status before and after: None in the year that doesn't have it."""

    key: Key
    before: Status | None
    after: Status | None

    @property
    def kind(self) -> Direction:
        """Which way it moved."""
        if self.before is None:
            return Direction.NEW
        if self.after is None:
            return Direction.GONE
        if self.before is self.after:
            return Direction.SAME
        return Direction.BETTER if self.after.step > self.before.step else Direction.WORSE


def year_on_year(before: Mapping[Key, Status], after: Mapping[Key, Status]) -> tuple[Movement[Key], ...]:
    """A movement for every key of either year: those of `after` in its order, then those that are gone."""
    keys = [*after, *(key for key in before if key not in after)]
    return tuple(Movement(key, before.get(key), after.get(key)) for key in keys)
