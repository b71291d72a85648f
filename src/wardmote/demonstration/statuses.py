"""Where would a council that stands about here stand on each outcome, and why? Pure: chance is an argument."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wardmote.engines.frameworks import Outcome, Status

from .region import read_data

SPREAD = 0.9
# From which point on, on the scale of `Council.begins`, an outcome counts as partially achieved or achieved.
PARTLY_FROM, WHOLLY_FROM = 1.1, 2.2
FEWEST_SURE, MOST_SURE = 1, 3
BANDS = {Status.NOT_ACHIEVED: "low", Status.PARTIALLY_ACHIEVED: "middle", Status.ACHIEVED: "high"}


@dataclass(frozen=True)
class Said:
    """What a council says of one outcome."""

    outcome: str
    status: Status
    confidence: int
    reasons: str


class Reasons:
    """Short reasons by principle and status, and the words of an assurer who agrees."""

    def __init__(self) -> None:
        data = read_data("reasons")
        self._agrees: Sequence[str] = data.pop("assurer")["agrees"]
        self._reasons: Mapping[str, Mapping[str, Sequence[str]]] = data

    def pick(self, outcome: str, status: Status, rng: random.Random) -> str:
        """Return a reason that fits."""
        return rng.choice(self._reasons[principle_of(outcome)][BANDS[status]])

    def agree(self, rng: random.Random) -> str:
        """Return what an assurer says who saw the same."""
        return rng.choice(self._agrees)


def said_about(outcome: Outcome, begins: float, reasons: Reasons, rng: random.Random) -> Said:
    """Answer one outcome around a mean level."""
    point = rng.gauss(begins, SPREAD)
    return said_at(outcome, (point >= PARTLY_FROM) + (point >= WHOLLY_FROM), reasons, rng)


def said_at(outcome: Outcome, step: int, reasons: Reasons, rng: random.Random) -> Said:
    """Answer one outcome at a step: 0 not achieved, 1 partially achieved, 2 achieved."""
    status = fitting(outcome, step)
    return Said(outcome.id, status, rng.randint(FEWEST_SURE, MOST_SURE), reasons.pick(outcome.id, status, rng))


def fitting(outcome: Outcome, step: int) -> Status:
    """Return the status at a step, or the one below where the outcome doesn't have it."""
    return next(status for status in reversed(tuple(Status)[: step + 1]) if status in outcome.levels)


def principle_of(outcome: str) -> str:
    """Return the principle that an outcome belongs to."""
    return outcome.split(".")[0]
