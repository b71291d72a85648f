"""Which grades did a domain have, from when to when, and how is that drawn?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wardmote.engines.checks.grading import LETTERS
from wardmote.estate.models import Domain

from ..models import Visit, VisitState

SHOWN = timedelta(days=365)
MOST_ROWS = 12
WIDTH, HEIGHT, LEFT, TOP, STEP = 640, 170, 34, 14, 28


@dataclass(frozen=True)
class Run:
    """One grade from its first visit to the next grade's; an empty letter is a time in which too little was known."""

    letter: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Trail:
    """A domain's grades over at most a year, oldest first."""

    runs: tuple[Run, ...]

    @property
    def latest(self) -> tuple[Run, ...]:
        """Return the newest runs, newest first: the table's rows."""
        return self.runs[::-1][:MOST_ROWS]

    @property
    def title(self) -> str:
        """Return what the picture shows, as a finding."""
        now = self.runs[-1]
        since = date_format(localtime(now.begins).date(), "j F Y")
        before = next((run for run in reversed(self.runs[:-1]) if run.letter), None)
        if not now.letter:
            return _("No grade since %(day)s: too little was known") % {"day": since}
        if before is None or before.letter == now.letter:
            return _("%(letter)s since %(day)s") % {"letter": now.letter, "day": since}
        said = {"before": before.letter, "now": now.letter, "day": since}
        return (_("From %(before)s up to %(now)s on %(day)s") if now.letter < before.letter else _down()) % said

    @property
    def path(self) -> str:
        """Return the steps as an SVG path; times without a grade are gaps."""
        drawn, has_line = [], False
        for run in self.runs:
            if not run.letter:
                has_line = False
                continue
            x, y, until = self._x(run.begins), height_of(run.letter), self._x(run.ends)
            drawn.append(f"{'V' + str(y) if has_line else f'M{x} {y}'}H{until}")
            has_line = True
        return "".join(drawn)

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Return where nothing was known: the left edge and the width of each gap."""
        gaps = [(self._x(run.begins), self._x(run.ends)) for run in self.runs if not run.letter]
        return tuple((start, max(end - start, 2)) for start, end in gaps)

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """Return each letter with the height of its line."""
        return tuple((letter, height_of(letter)) for letter in LETTERS)

    def _x(self, moment: datetime) -> int:
        first, last = self.runs[0].begins, self.runs[-1].ends
        share = (moment - first) / (last - first) if last > first else 1.0
        return LEFT + round(share * (WIDTH - LEFT - 2))


def trail_of(domain: Domain, at: datetime) -> Trail | None:
    """Return the grades of the last year, or None before the first visit."""
    seen = Visit.objects.filter(domain=domain, state=VisitState.DONE, done_at__gt=at - SHOWN).order_by("done_at", "pk")
    runs = runs_of(seen.values_list("done_at", "letter"), at)
    return Trail(runs) if runs else None


def runs_of(visits: Iterable[tuple[datetime | None, str]], at: datetime) -> tuple[Run, ...]:
    """Return visits with the same grade one after the other as one run; the last one reaches to now."""
    begun: list[tuple[str, datetime]] = []
    for done_at, letter in visits:
        if done_at and (not begun or begun[-1][0] != letter):
            begun.append((letter, done_at))
    ends = [*(start for _letter, start in begun[1:]), at][: len(begun)]
    return tuple(Run(letter, start, end) for (letter, start), end in zip(begun, ends, strict=True))


def height_of(letter: str) -> int:
    """Return at which height a letter's line stands, the best on top."""
    return TOP + LETTERS.index(letter) * STEP


def _down() -> str:
    return _("From %(before)s down to %(now)s on %(day)s")
