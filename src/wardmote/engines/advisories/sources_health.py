"""Does a source of advisories still say what it should, or has it gone silent while everything looks well?

What a source gave is always taken as far as it can be read; an alarm says what a person should look at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_LEAST_SHARE_BROKEN = 0.1
# Below this share of the entries of the run before, a list is taken to be cut.
_LEAST_SHARE_KEPT = 0.6
_JUMP_WITHOUT_PRODUCT = 0.05
# Fewer entries than this tell nothing by their shares.
_FEW = 20


class Alarming(StrEnum):
    """What can be wrong with a source."""

    SILENT = "silent"
    EMPTY = "empty"
    CUT = "cut"
    OLDER = "older"
    BROKEN = "broken"
    WITHOUT_PRODUCT = "without-product"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong, and a sentence that says what to look at."""

    kind: Alarming
    says: str


@dataclass(frozen=True, slots=True)
class Run:
    """What one fetch of a source gave, at an aware moment.

    `entries` could be read and `broken` couldn't. `newest` is the last moment at which the source published or revised
    any entry; `ended_whole` is false where the document broke off. `share_without_product` is 0 to 1.
    """

    entries: int
    broken: int
    newest: datetime | None
    bytes: int
    ended_whole: bool
    at: datetime
    share_without_product: float = 0.0

    @property
    def found(self) -> int:
        """How many entries the document held."""
        return self.entries + self.broken


def judge_run(
    previous: Run | None, run: Run, *, gives_all: bool = True, quiet_for: timedelta | None = None
) -> tuple[Alarm, ...]:
    """Compare a run with the last one that raised no alarm (None: there was none).

    `gives_all`: each fetch gives the whole list, as KEV and EPSS do, and not only what is new. `quiet_for`: how long
    this source may publish nothing before that is strange.
    """
    alarms = (
        _empty(run),
        _cut(previous, run, gives_all),
        _older(previous, run),
        _quiet(run, quiet_for),
        _broken(run),
        _without_product(previous, run),
    )
    return tuple(alarm for alarm in alarms if alarm)


def judge_silence(last: datetime | None, at: datetime, *, every: timedelta) -> tuple[Alarm, ...]:
    """Say whether a source that is fetched so often has missed two fetches. `last`: when one last succeeded."""
    if last is None:
        return (Alarm(Alarming.SILENT, "It has never been fetched with success. Look at its address and its key."),)
    if at - last <= 2 * every:
        return ()
    says = f"Nothing came for {_long(at - last)}; it should be fetched once in {_long(every)}. Look at its address."
    return (Alarm(Alarming.SILENT, says),)


def _empty(run: Run) -> Alarm | None:
    if run.found:
        return None
    return Alarm(Alarming.EMPTY, f"It sent {run.bytes:,} bytes without a single entry. Look at its address by hand.")


def _cut(previous: Run | None, run: Run, gives_all: bool) -> Alarm | None:
    if not run.ended_whole:
        says = f"The document broke off after {run.found:,} entries. They are in; the rest comes with the next fetch."
        return Alarm(Alarming.CUT, says)
    if not (gives_all and previous and previous.found >= _FEW and run.found):
        return None
    if run.found >= _LEAST_SHARE_KEPT * previous.found:
        return None
    says = f"It sent {run.found:,} entries where there were {previous.found:,} before: half a file, as it seems."
    return Alarm(Alarming.CUT, says)


def _older(previous: Run | None, run: Run) -> Alarm | None:
    if not (previous and previous.newest and run.newest) or run.newest >= previous.newest:
        return None
    says = f"An older file came back: its newest entry is of {_day(run.newest)}, and was of {_day(previous.newest)}."
    return Alarm(Alarming.OLDER, says)


def _quiet(run: Run, quiet_for: timedelta | None) -> Alarm | None:
    if quiet_for is None or not run.newest or run.at - run.newest <= quiet_for:
        return None
    says = (
        f"It answers, but its newest entry is of {_day(run.newest)}, {_long(run.at - run.newest)} ago. "
        "Look whether it has moved or been closed."
    )
    return Alarm(Alarming.SILENT, says)


def _broken(run: Run) -> Alarm | None:
    if not run.found or run.broken < _LEAST_SHARE_BROKEN * run.found:
        return None
    says = f"{run.broken:,} of {run.found:,} entries can't be read; the others are in. Its log says what is wrong."
    return Alarm(Alarming.BROKEN, says)


def _without_product(previous: Run | None, run: Run) -> Alarm | None:
    before = previous.share_without_product if previous else 0.0
    if run.entries < _FEW or run.share_without_product - before < _JUMP_WITHOUT_PRODUCT:
        return None
    says = (
        f"{run.share_without_product:.0%} of its entries name no product ({before:.0%} before), so that nothing can be "
        "matched to them. They wait in the editor's queue."
    )
    return Alarm(Alarming.WITHOUT_PRODUCT, says)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _long(time: timedelta) -> str:
    if time >= timedelta(days=2):
        return f"{time.days} days"
    hours = round(time / timedelta(hours=1))
    return f"{hours} hours" if hours > 1 else "an hour" if hours else "less than an hour"
