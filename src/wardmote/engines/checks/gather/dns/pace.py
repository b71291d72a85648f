"""How many questions may be on their way, and how soon may the next one leave?"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


@dataclass(frozen=True)
class Patience:
    """How long to wait: for each try over UDP in turn, and for a whole exchange over TCP."""

    tries_s: tuple[float, ...] = (1.5, 3.0, 5.0)
    stream_s: float = 5.0


@dataclass(frozen=True)
class Limits:
    """What a run may ask of others: questions on their way at once, and for each second of one zone and one client.

    A burst is how many may leave at once after a pause. A council's own zone gets some thirty questions a night; the
    limit for a zone is there for suppliers of thousands, whose servers take many times as much. `remembered` bounds
    the answers kept, and so the memory. More than some 250 packets at once overflow the usual receive buffer of a
    resolver's socket, and each that is lost costs the first try's time.
    """

    in_flight: int = 200
    streams: int = 16
    zone_per_s: float = 500.0
    zone_burst: int = 200
    client_per_s: float = 200.0
    client_burst: int = 200
    remembered: int = 50_000
    ports: int = 16
    questions_per_port: int = 500


class Pace:
    """The moments at which each key may next be asked: a leaky bucket that needs one number for each key."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._gap_s = 1 / per_s
        self._slack_s = burst * self._gap_s
        self._due: dict[str, float] = {}

    def delay_s(self, key: str, now: float) -> float:
        """Take the next place of this key, and return how long to wait for it."""
        due = max(self._due.get(key, 0.0), now - self._slack_s) + self._gap_s
        self._due[key] = due
        return max(0.0, due - now)


class Late(Protocol):
    """Whoever may wait too long."""

    def late(self, number: int) -> None:
        """Take the word that the time of the try of this number is over, whether or not anything came."""


L = TypeVar("L", bound=Late)


class Overdue(Generic[L]):
    """Which tries have waited for too long: one timer for each length of time, since nearly none of them ever has."""

    def __init__(self) -> None:
        self._waiting: dict[float, deque[tuple[float, L, int]]] = {}
        self._timers: dict[float, asyncio.TimerHandle] = {}

    def note(self, waiter: L, number: int, wait_s: float) -> None:
        """Tell `waiter` after so long that the time of its try is over."""
        loop = asyncio.get_running_loop()
        waiting = self._waiting.get(wait_s)
        if waiting is None:
            waiting = self._waiting[wait_s] = deque()
        waiting.append((loop.time() + wait_s, waiter, number))
        if wait_s not in self._timers:
            self._timers[wait_s] = loop.call_later(wait_s, self._sweep, wait_s, loop)

    def clear(self) -> None:
        """Tell nobody any more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._waiting.clear()

    def _sweep(self, wait_s: float, loop: asyncio.AbstractEventLoop) -> None:
        del self._timers[wait_s]
        waiting = self._waiting[wait_s]
        now = loop.time()
        while waiting and waiting[0][0] <= now:
            _, waiter, number = waiting.popleft()
            waiter.late(number)
        if waiting and wait_s not in self._timers:
            self._timers[wait_s] = loop.call_later(waiting[0][0] - now, self._sweep, wait_s, loop)


def zone_of(name: str) -> str:
    """Return roughly which zone's servers a name costs: three labels below a country's code, otherwise two.

    It is only a key to be fair by: a public suffix that it misjudges makes a limit wider or narrower.
    """
    labels = name.rsplit(".", 3)
    return ".".join(labels[-3:] if len(labels[-1]) == 2 else labels[-2:])
