"""Does one CPE name speak of the products that another names? (NISTIR 7696, sections 6 and 7)

The source is the criterion of an advisory, the target the name of what somebody runs. The standard leaves a target
with wildcards undefined; here it is EQUAL or a SUBSET where the source covers it whatever the wildcards stand for, and
stays UNDEFINED, which is no match, where that isn't sure.
"""

from collections.abc import Iterable
from enum import StrEnum

from .cpe import ANY, NA, Cpe


class Relation(StrEnum):
    """How the source's set of products stands to the target's."""

    SUPERSET = "superset"
    SUBSET = "subset"
    EQUAL = "equal"
    DISJOINT = "disjoint"
    UNDEFINED = "undefined"


_APART = (Relation.DISJOINT, Relation.UNDEFINED)


def relation(source: str, target: str) -> Relation:
    """Return how one attribute's values stand to each other (NISTIR 7696, table 6-2)."""
    if source == target:
        return Relation.EQUAL
    if source == ANY:
        return Relation.SUPERSET
    if target == ANY:
        return Relation.SUBSET
    if NA in (source, target):
        return Relation.DISJOINT
    if _has_wildcards(target):
        return Relation.SUPERSET if _has_wildcards(source) and _covers(source, target) else Relation.UNDEFINED
    if _has_wildcards(source) and _covers(source, target):
        return Relation.SUPERSET
    return Relation.DISJOINT


def relations(source: Cpe, target: Cpe) -> dict[str, Relation]:
    """Return how each attribute of two names stands to the other's."""
    return {name: relation(*pair) for name, pair in zip(Cpe._fields, zip(source, target, strict=True), strict=True)}


def is_disjoint(found: Iterable[Relation]) -> bool:
    """Say whether the names have nothing in common: one attribute is enough."""
    return Relation.DISJOINT in found


def is_superset(source: Cpe, target: Cpe) -> bool:
    """Say whether the source names everything that the target names (NISTIR 7696, section 7.2, `CPE_SUPERSET`)."""
    return all(relation(*pair) in (Relation.SUPERSET, Relation.EQUAL) for pair in zip(source, target, strict=True))


def is_subset(source: Cpe, target: Cpe) -> bool:
    """Say whether the target names everything that the source names."""
    return all(relation(*pair) in (Relation.SUBSET, Relation.EQUAL) for pair in zip(source, target, strict=True))


def speaks_of(criterion: Cpe, name: Cpe) -> bool:
    """Say whether a criterion may concern what a name stands for: no attribute keeps them apart.

    A name that leaves its product open (ANY) or has none (NA) names nothing that somebody runs, so it meets none.
    """
    if name.product in (ANY, NA):
        return False
    return not any(relation(*pair) in _APART for pair in zip(criterion, name, strict=True))


def _has_wildcards(value: str) -> bool:
    return value[0] in "*?" or (value[-1] in "*?" and not value.endswith(("\\*", "\\?")))


def _covers(pattern: str, text: str) -> bool:
    """Say whether a pattern takes every text that another (with or without wildcards) stands for.

    Both are cut into wildcards, middle and wildcards. "*" is any number of characters and "?" at most one.
    """
    front, middle, back = _cut(pattern)
    their_front, their_middle, their_back = _cut(text)
    ours, theirs = _units(middle), _units(their_middle)
    return any(
        ours == theirs[start : start + len(ours)]
        and _takes(front, start, their_front)
        and _takes(back, len(theirs) - start - len(ours), their_back)
        for start in range(len(theirs) - len(ours) + 1)
    )


def _takes(wildcards: str, characters: int, theirs: str) -> bool:
    """Say whether wildcards at an end take so many characters, and whatever the other's wildcards there stand for."""
    if wildcards == ANY:
        return True
    return theirs != ANY and characters + len(theirs) <= len(wildcards)


def _cut(value: str) -> tuple[str, str, str]:
    start = 0
    while start < len(value) and value[start] in "*?":
        start += 1
    end = len(value)
    while end > start and value[end - 1] in "*?" and value[end - 2] != "\\":
        end -= 1
    return value[:start], value[start:end], value[end:]


def _units(value: str) -> list[str]:
    """Split into characters, each with its backslash."""
    units, place = [], 0
    while place < len(value):
        size = 2 if value[place] == "\\" else 1
        units.append(value[place : place + size])
        place += size
    return units
