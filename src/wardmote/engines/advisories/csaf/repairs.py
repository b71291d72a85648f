"""Which versions are affected where a document names only those that are repaired?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cmp_to_key, partial
from itertools import pairwise

from wardmote.engines.advisories.csaf.product_tree import Item
from wardmote.engines.advisories.facts import Product, Span
from wardmote.engines.advisories.versions import compare

MOST_REPAIRS = 500
_PIECE = re.compile(r"[0-9]+|[A-Za-z]+")


def before_repair(fixed: Iterable[Item]) -> Iterator[Item]:
    """Yield what the repaired products were before: affected below the first repaired version.

    Where several versions are repaired, each ends a branch: of 8.1.2 and 8.2.1, versions before 8.1.2 are affected,
    and from 8.2 to before 8.2.1. Of what lies between nothing is known, so nothing is said.
    """
    repaired: dict[tuple[Product, tuple[Product, ...], str], dict[str, Item]] = {}
    for item in fixed:
        for span in item.spans:
            if span.low and span.low_included and span.high in ("", span.low):
                repaired.setdefault((item.product, item.running_on, span.scheme), {})[span.low] = item
    for (_product, _platforms, scheme), items in repaired.items():
        if len(items) <= MOST_REPAIRS:
            spans = tuple(_branches(list(items), scheme))
            yield replace(next(iter(items.values())), spans=spans, unread="")


def _branches(versions: list[str], scheme: str) -> Iterator[Span]:
    in_order = sorted(versions, key=cmp_to_key(partial(compare, scheme)))
    yield Span(scheme, high=in_order[0])
    for before, version in pairwise(in_order):
        start = _start(before, version)
        if compare(scheme, before, start) < 0 and compare(scheme, start, version) < 0:
            yield Span(scheme, start, True, version)


def _start(before: str, version: str) -> str:
    """Return where a version's branch begins: its numbers up to the first that the one before doesn't share."""
    others = _PIECE.findall(before)
    for number, piece in enumerate(_PIECE.finditer(version)):
        if number >= len(others) or piece[0] != others[number]:
            return version[: piece.end()]
    return version
