"""Which software does a CycloneDX document in JSON list (ECMA-424; versions 1.2 to 1.6)?"""

from collections.abc import Iterator
from typing import Any

from wardmote.engines.advisories.facts import Broken, ReadingError
from wardmote.engines.advisories.inventory.lines import MOST_LINES, Inventory, Line
from wardmote.engines.advisories.inventory.texts import clean, cpe_of, purl_of, written

_MAKERS = frozenset({"supplier", "manufacturer", "publisher"})


def is_cyclonedx(document: Any) -> bool:
    """Say whether a JSON value is a CycloneDX document."""
    if not isinstance(document, dict):
        return False
    return document.get("bomFormat") == "CycloneDX" or "cyclonedx" in clean(document.get("$schema")).lower()


def read_cyclonedx(document: dict[str, Any]) -> Inventory:
    """Read the product itself and its components, nested ones too, in the order in which they stand."""
    lines: list[Line] = []
    broken: list[Broken] = []
    for place, component in _components(document):
        line = line_of(component) if isinstance(component, dict) else "is no component"
        if isinstance(line, str):
            broken.append(Broken(place, f"This entry {line}."))
            continue
        lines.append(line)
        if not (line.cpe and line.purl):
            broken += [Broken(place, says) for says in unreadable_names(component, line)]
        if len(lines) + len(broken) > MOST_LINES:
            raise ReadingError(f"The document lists more than {MOST_LINES:,} components.")
    return Inventory(f"CycloneDX {clean(document.get('specVersion'), 10)}".strip(), tuple(lines), tuple(broken))


def line_of(component: dict[str, Any]) -> Line | str:
    """Return a component's line, or what is wrong with it."""
    name, version = clean(component.get("name")), clean(component.get("version"))
    if not name:
        return "has no name"
    vendor = "" if _MAKERS.isdisjoint(component) else _vendor(component)
    if group := clean(component.get("group")):
        name = f"{group}/{name}"
    return Line(
        vendor,
        name,
        version,
        cpe_of(component.get("cpe")),
        purl_of(component.get("purl")),
        written(vendor, name, version),
        clean(component.get("type"), 40),
    )


def unreadable_names(component: dict[str, Any], line: Line) -> Iterator[str]:
    """Yield what to say of a component's names that are none: the line is kept without them."""
    if not line.cpe and component.get("cpe"):
        yield f"The CPE “{clean(str(component['cpe'])[:80])}” can't be read; the line is kept without it."
    if not line.purl and component.get("purl"):
        yield f"The package URL “{clean(str(component['purl'])[:80])}” can't be read; the line is kept without it."


def _vendor(component: dict[str, Any]) -> str:
    for key in ("supplier", "manufacturer"):
        maker = component.get(key)
        if isinstance(maker, dict) and (name := clean(maker.get("name"))):
            return name
    return clean(component.get("publisher"))


def _components(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    metadata, listed = document.get("metadata"), document.get("components", [])
    if not isinstance(listed, list):
        raise ReadingError("The document's “components” is no list.")
    product = metadata.get("component") if isinstance(metadata, dict) else None
    waiting = [] if product is None else [("metadata.component", product)]
    waiting += [(f"components[{number}]", one) for number, one in enumerate(listed)]
    for place, component in waiting:
        yield place, component
        inner = component.get("components") if isinstance(component, dict) else None
        if isinstance(inner, list):
            waiting += [(f"{place}.components[{number}]", one) for number, one in enumerate(inner)]
