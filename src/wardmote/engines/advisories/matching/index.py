"""Which of a million entries may concern an item?"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wardmote.engines.advisories.facts import Affected, Product

from .held import Held
from .judging import Match, verdict
from .product_keys import asked_keys, product_keys


class Index:
    """Entries of advisories by product, in memory: for the command line and for tests. Build it with `Index.of`."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._entries: list[Affected] = []
        self._places: dict[str, array[int]] = defaultdict(lambda: array("L"))
        self._products: dict[Product, tuple[Product, tuple[str, ...]]] = {}

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Affected]]) -> "Index":
        """Return the index of (advisory's id, entry) pairs. Equal products are kept once."""
        index = cls()
        for identity, affected in pairs:
            index._take(identity, affected)
        index._places = dict(index._places)
        return index

    def __len__(self) -> int:
        return len(self._entries)

    def candidates(self, held: Held) -> list[tuple[str, Affected]]:
        """Return the entries whose product may be the item's, in the order in which they came."""
        places = {place for key in asked_keys(held.product) for place in self._places.get(key, ())}
        return [(self._ids[place], self._entries[place]) for place in sorted(places)]

    def matches(self, held: Held, beside: Sequence[Held] = ()) -> Iterator[tuple[str, Match]]:
        """Yield each advisory's id with why it concerns the item."""
        said = defaultdict(list)
        for identity, affected in self.candidates(held):
            said[identity].append(affected)
        for identity, entries in said.items():
            if found := verdict(held, entries, beside):
                yield identity, found

    def _take(self, identity: str, affected: Affected) -> None:
        product, keys = self._products.get(affected.product) or (affected.product, product_keys(affected.product))
        self._products.setdefault(product, (product, keys))
        place = len(self._entries)
        self._ids.append(identity)
        self._entries.append(affected if product is affected.product else replace(affected, product=product))
        for key in keys:
            self._places[key].append(place)
