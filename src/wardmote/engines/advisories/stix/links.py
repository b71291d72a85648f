"""What do the objects of a bundle say of each other: who made it, which label, which software, what helps?

Objects point at others that may stand anywhere, so a bundle is gone through twice: for these, and for its advisories.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..facts import ANY, Affected, Label, Product, ReadingError, Remedy, Span, Status
from ..reading.cpe_parts import cpe_parts
from ..reading.fields import listed, word, words
from ..reading.ids import ids_in
from ..reading.texts import line, plain
from .markings import label_of_definition, markings_of, strictest

# Of ever so many objects only these are remembered: beyond it a bundle is refused.
MOST_LINKED = 500_000
MOST_TO_ONE = 5_000
_SAYS = {
    "has": Status.AFFECTED,
    "affects": Status.AFFECTED,
    "targets": Status.AFFECTED,
    "related-to": Status.AFFECTED,
    "exploits": Status.AFFECTED,
    "fixes": Status.FIXED,
    "remediates": Status.FIXED,
    "not-affected-by": Status.NOT_AFFECTED,
}
_HELPS = frozenset({"mitigates", "remediates"})


@dataclass
class Links:
    """What was remembered of a bundle, by id."""

    labels: dict[str, Label | None] = field(default_factory=dict)
    markings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    publishers: dict[str, str] = field(default_factory=dict)
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    software: dict[str, dict[str, str]] = field(default_factory=dict)
    remedies: dict[str, Remedy] = field(default_factory=dict)
    to_software: defaultdict[str, list[tuple[str, Status, str]]] = field(default_factory=lambda: defaultdict(list))
    to_remedies: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    skipped: int = 0
    _count: int = 0

    def remember(self, thing: dict[str, Any]) -> None:
        """Keep what other objects may point at; ReadingError where it becomes too much."""
        match word(thing.get("type")):
            case "marking-definition":
                self._define(_id(thing), label_of_definition(thing))
            case "identity":
                self.publishers[_id(thing)] = line(thing.get("name"), 200)
            case "vulnerability":
                self.ids[_id(thing)] = ids_of(thing)
                self.titles[_id(thing)] = line(thing.get("name"), 200)
            case "software":
                told = {key: line(thing.get(key), 600) for key in ("name", "vendor", "version", "cpe")}
                self.software[_id(thing)] = told
            case "course-of-action":
                text = plain(thing.get("description")) or line(thing.get("name"))
                self.remedies[_id(thing)] = Remedy("mitigation", text)
            case "relationship":
                self._relate(thing)
            case _:
                return
        if refs := markings_of(thing):
            self.markings[_id(thing)] = tuple(dict.fromkeys((*self.markings.get(_id(thing), ()), *refs)))
        self._count += 1
        if self._count > MOST_LINKED:
            raise ReadingError(f"The bundle links more than {MOST_LINKED:,} objects. Send it in parts.")

    def _define(self, key: str, label: Label | None) -> None:
        """Keep what a marking stands for; of two definitions of one the stricter."""
        held = self.labels.get(key)
        if label is None or held is None or label.strictness > held.strictness:
            self.labels[key] = label or held

    def label_of_told(self, vulnerability: str) -> Label:
        """Return the strictest label of the fault, of what `affected` and `helps` tell of it, and of their links."""
        told = [(ref, by) for ref, _, by in self.to_software.get(vulnerability, ()) if ref in self.software]
        told += [(ref, by) for ref, by in self.to_remedies.get(vulnerability, ()) if ref in self.remedies]
        refs = (
            ref
            for key in (vulnerability, *(key for pair in told for key in pair))
            for ref in self.markings.get(key, ())
        )
        return strictest(dict.fromkeys(refs), self.labels)

    def affected(self, vulnerability: str) -> tuple[Affected, ...]:
        """Return the software that a vulnerability is related to."""
        found = self.to_software.get(vulnerability, ())
        return tuple(_affected(self.software[ref], status) for ref, status, _ in found if ref in self.software)

    def helps(self, vulnerability: str) -> tuple[Remedy, ...]:
        """Return what helps against a vulnerability."""
        return tuple(self.remedies[ref] for ref, _ in self.to_remedies.get(vulnerability, ()) if ref in self.remedies)

    def _relate(self, thing: dict[str, Any]) -> None:
        if thing.get("revoked") is True:
            return
        source, target = word(thing.get("source_ref")), word(thing.get("target_ref"))
        if target.startswith(("software--", "course-of-action--")):
            source, target = target, source
        if not target.startswith("vulnerability--"):
            return
        kind = word(thing.get("relationship_type"))
        if source.startswith("software--") and len(self.to_software[target]) < MOST_TO_ONE:
            self.to_software[target].append((source, _SAYS.get(kind, Status.UNKNOWN), _id(thing)))
        elif source.startswith("course-of-action--") and kind in _HELPS and len(self.to_remedies[target]) < MOST_TO_ONE:
            self.to_remedies[target].append((source, _id(thing)))


def links_of(things: Iterable[dict[str, Any]]) -> Links:
    """Go through a bundle for what its objects say of each other."""
    links = Links()
    for thing in things:
        links.remember(thing)
    return links


def ids_of(thing: dict[str, Any]) -> tuple[str, ...]:
    """Return the ids of a vulnerability that an object names in its references and its name."""
    outside = [word(one.get("external_id")) for one in listed(thing.get("external_references"), 500)]
    return ids_in(*outside, line(thing.get("name")), *words(thing.get("aliases"), 100))


def _id(thing: dict[str, Any]) -> str:
    return word(thing.get("id"))


def _affected(software: dict[str, str], status: Status) -> Affected:
    found = cpe_parts(software["cpe"]) if software["cpe"] else None
    named = found.product if found else Product()
    product = Product(software["vendor"] or named.vendor, software["name"] or named.name, named.cpe)
    if version := software["version"]:
        return Affected(product, status, (Span.one(version),))
    if found:
        return Affected(product, status, found.spans, found.unread)
    return Affected(product, status, (ANY,))
