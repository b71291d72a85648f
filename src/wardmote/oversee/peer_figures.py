"""What may a council be told about its peers, so that it learns about none of them? Pure.

A reader here has no right to any single peer's result, and may look again and again. So the council itself is never
in the group (nobody can subtract themselves); what counts moves on only when at least five councils have something
new (two looks never differ by one council); small counts are withheld, with what would give them away; a spread
where all stand on one step is withheld, since it would tell each one's; and the rest is rounded to fives.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .suppression import LEAST, safe_counts


class Made(NamedTuple):
    """One report of a peer, in the order in which reports were made."""

    council: int
    report: int
    kind: str
    population: int | None
    met: int
    total: int


class Width(StrEnum):
    """How wide a peer group is, narrowest first."""

    SIMILAR = "similar"
    KIND = "kind"
    ALL = "all"


class Step(StrEnum):
    """How much of something is met."""

    UNDER_HALF = "under-half"
    HALF = "half"
    ALL = "all"


class Quarter(StrEnum):
    """In which quarter a share lies."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"


@dataclass(frozen=True)
class PeerGroup:
    """The peers that count, each with the report that counts."""

    width: Width
    reports: tuple[Made, ...]

    @property
    def about(self) -> int:
        """Return how many there are, rounded."""
        return rounded(len(self.reports))


Spread = Mapping[str, int | None]


def peer_group(history: Sequence[Made], kind: str, population: int | None) -> PeerGroup | None:
    """Return the narrowest group of at least five peers; None where even all of them are too few."""
    for width in Width:
        chosen = _CHOOSE[width](history, kind, population)
        reports = settled(chosen)
        if len(reports) >= LEAST:
            return PeerGroup(width, tuple(reports.values()))
    return None


def settled(history: Iterable[Made]) -> dict[int, Made]:
    """Return the report that counts of each council: changes wait until five councils have one."""
    counting: dict[int, Made] = {}
    waiting: dict[int, Made] = {}
    for made in history:
        waiting[made.council] = made
        if len(waiting) >= LEAST:
            counting |= waiting
            waiting = {}
    return counting


def spread(places: Iterable[str], steps: Sequence[str]) -> Spread:
    """Count peers by the step on which each stands, so that nothing is told of one of them."""
    counted = Counter(places)
    if sum(1 for step in steps if counted[step]) <= 1:
        return dict.fromkeys(steps)
    shown = safe_counts({step: counted[step] for step in steps})
    return {step: None if n is None else rounded(n) for step, n in shown.items()}


def rounded(count: int) -> int:
    """Return the nearest multiple of five."""
    return (count + LEAST // 2) // LEAST * LEAST


def step_of(met: int, total: int) -> Step:
    """Return how much of a group of outcomes is met."""
    if met == total:
        return Step.ALL
    return Step.HALF if 2 * met >= total else Step.UNDER_HALF


def quarter_of(met: int, total: int) -> Quarter:
    """Return the quarter in which the share of outcomes met lies; the last one ends with all of them."""
    return tuple(Quarter)[min(4 * met // total, 3) if total else 0]


def _similar(history: Sequence[Made], kind: str, population: int | None) -> Sequence[Made]:
    if not population:
        return ()
    return [m for m in history if m.kind == kind and m.population and _is_similar(m.population, population)]


def _is_similar(theirs: int, ours: int) -> bool:
    return ours <= 2 * theirs and theirs <= 2 * ours


_CHOOSE: dict[Width, Callable[[Sequence[Made], str, int | None], Sequence[Made]]] = {
    Width.SIMILAR: _similar,
    Width.KIND: lambda history, kind, _population: [made for made in history if made.kind == kind],
    Width.ALL: lambda history, _kind, _population: history,
}
