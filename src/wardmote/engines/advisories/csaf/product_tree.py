"""Which products and versions does each id of the product tree stand for? (CSAF 2.0, section 3.2.2)"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wardmote.engines.advisories.csaf.identity import identity_of
from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.ranges import spans_of, version_of
from wardmote.engines.advisories.csaf.texts import fields, objects, text
from wardmote.engines.advisories.facts import ANY, Product, Span

MOST_PLATFORMS = 50
_VERSIONED = ("product_version", "product_version_range", "patch_level", "service_pack")
_NUMBER = re.compile(r"[Vv]?[0-9]+[0-9.]*")
# Whoever has a component need not have got it with the product that it is a part of. All other relationships
# (installed on, installed with, external component of) name something that has to be there too.
_PARTS_OF = ("default_component_of", "optional_component_of")


@dataclass(frozen=True, slots=True)
class Item:
    """What an id stands for. `unread` holds the words of a version that can't be read.

    `running_on` are platforms, and `part_of` products that it comes with.
    """

    product: Product
    spans: tuple[Span, ...] = ()
    unread: str = ""
    running_on: tuple[Product, ...] = ()
    part_of: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trail:
    """What the branches above a product say."""

    vendor: str = ""
    name: str = ""
    version: str = ""
    is_range: bool = False


def items_of(tree: Json) -> dict[str, Item]:
    """Return what each product id stands for."""
    found: dict[str, Item] = {}
    for trail, product in _in_branches(tree):
        _keep(found, trail, product)
    for product in objects(tree.get("full_product_names")):
        _keep(found, _Trail(), product)
    for relation in objects(tree.get("relationships")):
        related = [(relation.get("category"), relation.get("relates_to_product_reference"))]
        _relate(found, fields(relation.get("full_product_name")), relation.get("product_reference"), related)
    for path in objects(tree.get("product_paths")):
        steps = [(step.get("category"), step.get("next_product_reference")) for step in objects(path.get("subpaths"))]
        _relate(found, fields(path.get("full_product_name")), path.get("beginning_product_reference"), steps)
    return found


def _in_branches(tree: Json) -> Iterator[tuple[_Trail, Json]]:
    waiting = [(_Trail(), branch) for branch in reversed(objects(tree.get("branches")))]
    while waiting:
        above, branch = waiting.pop()
        trail = _along(above, text(branch.get("category"), 100), text(branch.get("name"), 1_000))
        if product := fields(branch.get("product")):
            yield trail, product
        waiting.extend((trail, below) for below in reversed(objects(branch.get("branches"))))


def _along(trail: _Trail, category: str, name: str) -> _Trail:
    if category == "vendor":
        return replace(trail, vendor=name)
    if category == "product_name" or (category == "product_family" and not trail.name):
        return replace(trail, name=name)
    if category in _VERSIONED:
        version = f"{trail.version} {name}".strip() if _adds(category, trail.version, name) else name
        is_range = category == "product_version_range" or (trail.is_range and category in _VERSIONED[2:])
        return replace(trail, version=version, is_range=is_range)
    return trail


def _adds(category: str, version: str, name: str) -> bool:
    """Say whether a branch only adds to the version above it: "SP2" does, "12.2(55)SE3" below "12.2SE" doesn't."""
    number = _NUMBER.match(version)
    return category in _VERSIONED[2:] and not (number and name.startswith(number[0]))


def _keep(found: dict[str, Item], trail: _Trail, product: Json) -> None:
    key = text(product.get("product_id"), 1_000)
    if key and key not in found:
        found[key] = _item(trail, product)


def _item(trail: _Trail, product: Json) -> Item:
    identity = identity_of(fields(product.get("product_identification_helper")))
    whole = text(product.get("name"), 1_000)
    named = Product(vendor=trail.vendor, name=trail.name or whole, cpe=identity.cpe, purl=identity.purl)
    if trail.is_range:
        spans = spans_of(trail.version)
        return Item(named, spans, "" if spans else trail.version)
    if identity.version:
        return Item(named, (Span.one(identity.version, identity.scheme),))
    if trail.version:
        return _item_of_version(named, trail.version)
    # A full product name without branches: its version stands somewhere in its words.
    return Item(named, (ANY,)) if trail.name else Item(named, (), whole)


def _item_of_version(named: Product, version: str) -> Item:
    if spans := spans_of(version):
        return Item(named, spans)
    one = version_of(version)
    return Item(named, (Span.one(one),)) if one else Item(named, (), version)


def _relate(found: dict[str, Item], product: Json, start: object, related: list[tuple[object, object]]) -> None:
    """Keep what a relationship defines: the first product, and what it is on or in. All may be relationships."""
    key, first = text(product.get("product_id"), 1_000), found.get(text(start, 1_000))
    if not key or key in found or first is None:
        return
    known = [(category, item) for category, name in related if (item := found.get(text(name, 1_000)))]
    found[key] = replace(
        first,
        running_on=_joined(first.running_on, (item.product for how, item in known if how not in _PARTS_OF)),
        part_of=_joined(first.part_of, (item.product for how, item in known if how in _PARTS_OF)),
    )


def _joined(some: tuple[Product, ...], more: Iterable[Product]) -> tuple[Product, ...]:
    return tuple(dict.fromkeys((*some, *more)))[:MOST_PLATFORMS]
