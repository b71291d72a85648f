"""Under which names, and in which bytes, does the database find what an advisory says of versions?

Computed once, when a document comes in. A product stands under its machine names and, where it has no package URL,
under its words too: most lines of an inventory have no machine name, while packages of two indexes that share a bare
name are never the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from wardmote.engines.advisories.facts import Affected, Product, Status
from wardmote.engines.advisories.matching import product_keys, spans_said, takes_any_update
from wardmote.engines.advisories.names import ANY, NA, plain, read_cpe
from wardmote.engines.advisories.versions import bounds, family

from .models import Coverage

# A document with more says the same by a wider range, or is hostile.
MOST_ROWS = 20_000
MOST_PLATFORMS = 50
LONGEST_NAME, LONGEST_WORDS, LONGEST_TARGET = 300, 300, 60
# What "unknown" says of a range is that nobody says anything.
_SILENT = Status.UNKNOWN
_UNREAD = b""


@dataclass(frozen=True, slots=True)
class Row:
    """One range of one product, as `models.Range` stores it; low and high are both empty where it can't be compared."""

    name: str
    status: str
    family: str
    low: bytes
    high: bytes
    target: str
    words: str
    running_on: tuple[str, ...]

    @property
    def is_read(self) -> bool:
        """Whether versions can be compared with it."""
        return bool(self.high)


def rows_of(affected: Iterable[Affected]) -> tuple[Row, ...]:
    """Return what is said of each product, each once, MOST_ROWS at most."""
    found = (row for one in affected if one.status is not _SILENT for row in _rows(one))
    return tuple(dict.fromkeys(islice(found, MOST_ROWS)))


def coverage_of(rows: Iterable[Row]) -> Coverage:
    """Say what a machine can make of these rows."""
    reads = {row.is_read for row in rows}
    if not reads:
        return Coverage.NONE
    return Coverage.READ if True in reads else Coverage.UNREAD


@lru_cache(maxsize=65_536)
def names_of(product: Product) -> tuple[str, ...]:
    """Return the names under which a product is looked up; none where nothing can find it."""
    keys = [key for key in product_keys(product) if len(key) <= LONGEST_NAME]
    has_package = any(key.startswith("purl:") for key in keys)
    return tuple(key for key in keys if not (has_package and key.startswith("words:")))


def _rows(one: Affected) -> Iterator[Row]:
    names = names_of(one.product)
    platforms = dict.fromkeys(name for platform in one.running_on for name in names_of(platform))
    running_on = tuple(islice(platforms, MOST_PLATFORMS))
    target = _target(one.product)
    for low, high, kind, words in _ends(one):
        for name in names:
            yield Row(name, one.status.value, kind, low, high, target, words, running_on)


def _ends(one: Affected) -> Iterator[tuple[bytes, bytes, str, str]]:
    spans = spans_said(one)
    any_update = takes_any_update(one.product)
    for span in spans:
        low, high = bounds(span, any_update) or (_UNREAD, _UNREAD)
        yield low, high, family(span.scheme) if high else "", span.words[:LONGEST_WORDS]
    if not spans:
        yield _UNREAD, _UNREAD, "", one.unread[:LONGEST_WORDS]


@lru_cache(maxsize=65_536)
def _target(product: Product) -> str:
    cpe = read_cpe(product.cpe) if product.cpe else None
    if cpe is None or cpe.target_sw in (ANY, NA):
        return ""
    return plain(cpe.target_sw)[:LONGEST_TARGET]
