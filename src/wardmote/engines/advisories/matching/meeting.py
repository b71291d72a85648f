"""Is the product of an advisory the product that somebody runs, whatever the versions?"""

from enum import StrEnum

from wardmote.engines.advisories.facts import Product
from wardmote.engines.advisories.names import ANY, NA, Cpe, is_same_package, read_cpe, read_purl, speaks_of

from .held import Held
from .words import word_forms

_TOLD = ("edition", "language", "sw_edition", "target_sw", "target_hw", "other")
_SAID = {
    "edition": "edition",
    "language": "language",
    "sw_edition": "edition",
    "target_sw": "target system",
    "target_hw": "hardware",
    "other": "variant",
}


class Meeting(StrEnum):
    """How well an advisory's product meets an item: the same, or the same as far as the item says."""

    SAME = "same"
    OPEN = "open"


def meeting(product: Product, held: Held) -> Meeting | None:
    """Return how an advisory's product meets an item, or None. The most exact names that both have decide.

    Packages of one index; then CPE names, attribute by attribute; then words. Packages of two indexes decide nothing
    against CPE names, but are never the same by words alone.
    """
    package, theirs = read_purl(product.purl), held.package
    if package and theirs and package.type == theirs.type:
        return Meeting.SAME if is_same_package(package, theirs) else None
    criterion, name = read_cpe(product.cpe), held.cpe
    if criterion and name:
        bare = criterion._replace(version=ANY, update=ANY)
        return _by_cpe(bare, name) if speaks_of(bare, name) else None
    if (package and theirs) or not set(word_forms(product)) & set(word_forms(held.product)):
        return None
    return _by_cpe(criterion, Cpe()) if criterion else Meeting.SAME


def left_open(product: Product, held: Held) -> str:
    """Return which attribute of the advisory's CPE the item doesn't tell, in words: `target system android`; or ""."""
    criterion = read_cpe(product.cpe)
    if criterion is None:
        return ""
    attribute = _first_open(criterion, held.cpe or Cpe())
    return f"{_SAID[attribute]} {criterion.words(attribute)}" if attribute else ""


def _by_cpe(criterion: Cpe, name: Cpe) -> Meeting:
    return Meeting.OPEN if _first_open(criterion, name) else Meeting.SAME


def _first_open(criterion: Cpe, name: Cpe) -> str:
    asked = (attribute for attribute in _TOLD if getattr(criterion, attribute) not in (ANY, NA))
    return next((attribute for attribute in asked if getattr(name, attribute) == ANY), "")
