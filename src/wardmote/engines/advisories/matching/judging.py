"""Does an advisory concern what a council runs, how surely, and why?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wardmote.engines.advisories.facts import GENERIC, Affected, Product, Span, Status
from wardmote.engines.advisories.names import ANY, read_cpe
from wardmote.engines.advisories.versions import family, holds

from .held import Held, version_of, written
from .meeting import Meeting, left_open, meeting
from .platforms import Platforms, platforms_met

_CLEARS = (Status.NOT_AFFECTED, Status.FIXED)


class Certainty(StrEnum):
    """SURE by all that is known; LIKELY where something that decides isn't known."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Match:
    """An advisory concerns an item: how surely, by which span (None where no span could be read), and why.

    `running_on` names the platforms of which one has to be there too (`platforms_met` asks a council's items).
    """

    certainty: Certainty
    span: Span | None
    why: str
    running_on: tuple[Product, ...] = ()


def match(held: Held, affected: Affected, beside: Sequence[Held] = ()) -> Match | None:
    """Return why an advisory's entry concerns an item, or None. `beside` is what else the same council runs."""
    if affected.status is not Status.AFFECTED:
        return None
    return _found(held, affected, beside)


def verdict(held: Held, affecteds: Iterable[Affected], beside: Sequence[Held] = ()) -> Match | None:
    """Return why an advisory concerns an item when all that it says is heard, or None.

    What says "not affected" or "fixed" of the very product and version takes away what says "affected". It has to be
    sure: where the item's version, edition or platform isn't known, nothing is taken away.
    """
    entries = tuple(affecteds)
    found = [one for one in (match(held, entry, beside) for entry in entries) if one is not None]
    if not found or any(_clears(held, entry, beside) for entry in entries):
        return None
    return min(found, key=lambda one: one.certainty is not Certainty.SURE)


def spans_said(affected: Affected) -> tuple[Span, ...]:
    """Return an entry's spans; where it has none, the single version of its CPE name."""
    if affected.spans or affected.unread:
        return affected.spans
    cpe = read_cpe(affected.product.cpe)
    version = version_of(cpe) if cpe else ""
    return (Span.one(version),) if version else ()


def takes_any_update(product: Product) -> bool:
    """Say whether a product's CPE name leaves the update open, so that a version is meant with all of its updates."""
    cpe = read_cpe(product.cpe)
    return cpe is not None and cpe.update == ANY


def _clears(held: Held, affected: Affected, beside: Sequence[Held]) -> bool:
    if affected.status not in _CLEARS:
        return False
    found = _found(held, affected, beside)
    return found is not None and found.certainty is Certainty.SURE


def _found(held: Held, affected: Affected, beside: Sequence[Held]) -> Match | None:
    how = meeting(affected.product, held)
    if how is None:
        return None
    spans = spans_said(affected)
    span = _span_of(held, affected, spans)
    if spans and span is None and held.version:
        return None
    doubts = _doubts(held, affected, span, how, beside)
    range_said = f"{_range_words(span)} of {written(affected.product)}" if span else written(affected.product)
    why = f"{held.written} is concerned by what is said of {range_said}" + "".join(f"; {doubt}" for doubt in doubts)
    return Match(Certainty.LIKELY if doubts else Certainty.SURE, span, f"{why}.", affected.running_on)


def _span_of(held: Held, affected: Affected, spans: tuple[Span, ...]) -> Span | None:
    """Return the span that holds the item's version; of an unknown version the one that holds them all, or the last."""
    if not held.version:
        return next((span for span in spans if _is_open(span)), spans[-1] if spans else None)
    updates = takes_any_update(affected.product)
    return next((span for span in spans if holds(span, held.version, held.scheme, updates)), None)


def _doubts(held: Held, affected: Affected, span: Span | None, how: Meeting, beside: Sequence[Held]) -> list[str]:
    doubts = []
    if span is None:
        words = f": “{affected.unread[:200]}”" if affected.unread else ""
        doubts.append(f"no range of versions can be read{words}")
    elif not held.version and not _is_open(span):
        doubts.append("the version that is run isn't known")
    if how is Meeting.OPEN:
        doubts.append(f"the inventory doesn't say whether it is for {left_open(affected.product, held)}")
    if span is not None and not _is_open(span) and _is_repackaged(held, span):
        doubts.append("its distribution may have repaired it under the old version's number")
    if platforms_met(affected.running_on, (*beside, held)) is Platforms.NOT_SEEN:
        named = " or ".join(written(platform) for platform in affected.running_on[:3])
        doubts.append(f"only where it runs on {named}")
    return doubts


def _is_repackaged(held: Held, span: Span) -> bool:
    package = held.package
    return package is not None and package.is_of_a_distribution and family(span.scheme) == GENERIC


def _is_open(span: Span) -> bool:
    return not span.low and not span.high


def _range_words(span: Span) -> str:
    return f"versions {span.words}" if span.low != span.high else span.words
