"""What would a council that stands about here answer, and half a year later? Pure: chance is an argument."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wardmote.engines.frameworks import TOP_LEVEL, Area

from .region import read_data

Notes = Mapping[str, Mapping[str, Sequence[str]]]
SPREAD = 0.9
UNKNOWN, NOTED, BETTER, WORSE = 0.05, 0.65, 0.32, 0.04


@dataclass(frozen=True)
class Reply:
    """An answer to one question: a level from 0 to 4, or None for "don't know", and a note."""

    question: str
    level: int | None
    note: str


class Pool:
    """Short notes by question and level; where a question has none of its own, notes that fit any."""

    def __init__(self) -> None:
        data = read_data("notes")
        self._unknown: Sequence[str] = data.pop("unknown")
        self._any: Mapping[str, Sequence[str]] = data.pop("any")
        self._notes: Notes = data

    def pick(self, question: str, level: int | None, rng: random.Random) -> str:
        """Return a note that fits the answer, or nothing, as people do."""
        if level is None:
            return rng.choice(self._unknown)
        band = "low" if level < 2 else "middle" if level == 2 else "high"
        return rng.choice(self._notes.get(question, self._any)[band]) if rng.random() < NOTED else ""


def first_replies(area: Area, begins: float, pool: Pool, rng: random.Random) -> list[Reply]:
    """Answer the whole area around a mean level."""
    return [_reply(q.id, _level(begins, rng), pool, rng) for q in area.questions]


def later_replies(earlier: Sequence[Reply], pool: Pool, rng: random.Random) -> list[Reply]:
    """Return what has changed: about half rose by a step, the unknown became known, a little slipped.

    The first question is always answered again, so that there is something to submit.
    """
    changed = []
    for number, reply in enumerate(earlier):
        level = _later_level(reply.level, rng)
        if level != reply.level:
            changed.append(_reply(reply.question, level, pool, rng))
        elif number == 0:
            changed.append(reply)
    return changed


def _reply(question: str, level: int | None, pool: Pool, rng: random.Random) -> Reply:
    return Reply(question, level, pool.pick(question, level, rng))


def _level(begins: float, rng: random.Random) -> int | None:
    if rng.random() < UNKNOWN:
        return None
    return min(TOP_LEVEL, max(0, round(rng.gauss(begins, SPREAD))))


def _later_level(level: int | None, rng: random.Random) -> int | None:
    if level is None:
        return rng.choice((1, 2))
    chance = rng.random()
    if chance < BETTER:
        return min(TOP_LEVEL, level + 1)
    return level - 1 if level and chance > 1 - WORSE else level
