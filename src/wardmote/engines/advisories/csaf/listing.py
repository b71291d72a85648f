"""How are products written as a product tree, and what is said of them as product status? (CSAF 2.0, 3.2.2)"""

from collections.abc import Iterator
from dataclasses import dataclass

from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.shapes import validator
from wardmote.engines.advisories.facts import ANY, Affected, Product, Span, Status

_STATUSES = {
    Status.AFFECTED: "known_affected",
    Status.NOT_AFFECTED: "known_not_affected",
    Status.FIXED: "fixed",
    Status.INVESTIGATED: "under_investigation",
    Status.UNKNOWN: "under_investigation",
}
_WORDS_OF_RANGES = {"after", "all", "before", "earlier", "later", "prior", "versions"}


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A version or range of a product, or the product on one platform, with the id that we give it."""

    id: str
    affected: Affected
    category: str
    words: str
    platform: Product | None = None

    @property
    def plain_id(self) -> str:
        """The id of the product by itself, where it is only spoken of on a platform."""
        return f"{self.id}-0" if self.platform else self.id

    @property
    def name(self) -> str:
        """The product's full name, with its version."""
        product = self.affected.product
        return " ".join(part for part in (product.vendor, product.name, self.words) if part)


class Tree:
    """The products of a notice, each with an id of ours: P1, P2 …"""

    def __init__(self, products: tuple[Affected, ...]) -> None:
        """Give each version or range of each product an id."""
        self._leaves = tuple(_leaves(products))
        self.ids = tuple(leaf.id for leaf in self._leaves)

    def statuses(self) -> dict[str, list[str]]:
        """Return what is said of each."""
        found: dict[str, list[str]] = {}
        for leaf in self._leaves:
            found.setdefault(_STATUSES[leaf.affected.status], []).append(leaf.id)
        return found

    def written(self) -> Json:
        """Return the product tree."""
        platforms = self._platforms()
        branches: list[Json] = []
        vendors: dict[str, list[Json]] = {}
        for vendor, product in dict.fromkeys((p.vendor, p) for p in self._products()):
            named = {"category": "product_name", "name": product.name or product.cpe or product.purl}
            below = {**named, "branches": [_branch(leaf) for leaf in self._leaves if leaf.affected.product == product]}
            vendors.setdefault(vendor, []).append(below)
        for vendor, names in vendors.items():
            branches += [{"category": "vendor", "name": vendor, "branches": names}] if vendor else names
        tree: Json = {"branches": branches}
        if platforms:
            tree["full_product_names"] = [_named(product, key) for product, key in platforms.items()]
            tree["relationships"] = [
                _relation(leaf, platforms[leaf.platform]) for leaf in self._leaves if leaf.platform
            ]
        return tree

    def _products(self) -> list[Product]:
        return list(dict.fromkeys(leaf.affected.product for leaf in self._leaves))

    def _platforms(self) -> dict[Product, str]:
        found = dict.fromkeys(leaf.platform for leaf in self._leaves if leaf.platform)
        return {product: f"ON{number}" for number, product in enumerate(found, 1)}


def _leaves(products: tuple[Affected, ...]) -> Iterator[_Leaf]:
    number = 0
    for affected in products:
        for category, words in _versions(affected):
            for platform in affected.running_on or (None,):
                number += 1
                yield _Leaf(f"P{number}", affected, category, words, platform)


def _versions(affected: Affected) -> Iterator[tuple[str, str]]:
    for span in affected.spans:
        yield _version(span)
    if affected.unread or not affected.spans:
        yield "product_version_range", affected.unread or "vers:all/*"


def _version(span: Span) -> tuple[str, str]:
    if span == ANY:
        return "product_version_range", "vers:all/*"
    if span.low and span.low == span.high:
        is_one = _WORDS_OF_RANGES.isdisjoint(span.low.lower().split()) and not {"<", ">"} & set(span.low)
        return ("product_version", span.low) if is_one else ("product_version_range", f"vers:{span.scheme}/{span.low}")
    low = f">{'=' if span.low_included else ''}{span.low}" if span.low else ""
    high = f"<{'=' if span.high_included else ''}{span.high}" if span.high else ""
    return "product_version_range", f"vers:{span.scheme}/{'|'.join(part for part in (low, high) if part) or '*'}"


def _branch(leaf: _Leaf) -> Json:
    product: Json = {"name": leaf.name, "product_id": leaf.plain_id, **_helper(leaf.affected.product)}
    return {"category": leaf.category, "name": leaf.words, "product": product}


def _named(product: Product, key: str) -> Json:
    name = " ".join(part for part in (product.vendor, product.name) if part) or product.cpe or product.purl
    return {"name": name, "product_id": key, **_helper(product)}


def _relation(leaf: _Leaf, platform: str) -> Json:
    on = leaf.platform.name if leaf.platform else ""
    return {
        "category": "installed_on",
        "full_product_name": {"name": f"{leaf.name} on {on}", "product_id": leaf.id},
        "product_reference": leaf.plain_id,
        "relates_to_product_reference": platform,
    }


def _helper(product: Product) -> Json:
    """Return the machine's names that the standard's patterns allow; a name for people is never left out for them."""
    names = {"cpe": product.cpe, "purl": product.purl}
    kept = {key: name for key, name in names.items() if name and validator("helper").is_valid({key: name})}
    return {"product_identification_helper": kept} if kept else {}
