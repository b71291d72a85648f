"""Which software does an SPDX document in JSON list (ISO/IEC 5962: 2.2 and 2.3; 3.0 as JSON-LD)?"""

from collections.abc import Iterator
from typing import Any

from wardmote.engines.advisories.facts import Broken, ReadingError
from wardmote.engines.advisories.inventory.lines import MOST_LINES, Inventory, Line
from wardmote.engines.advisories.inventory.texts import clean, cpe_of, purl_of, written

_ACTORS = ("Organization:", "Person:", "Tool:")
_CPE_TYPES, _PURL_TYPES = ("cpe23Type", "cpe22Type", "cpe23", "cpe22"), ("purl", "packageUrl")


def is_spdx(document: Any) -> bool:
    """Say whether a JSON value is an SPDX 2 document."""
    return isinstance(document, dict) and clean(document.get("spdxVersion")).startswith("SPDX-2")


def is_spdx_graph(document: Any) -> bool:
    """Say whether a JSON value is an SPDX 3 document."""
    return (
        isinstance(document, dict)
        and isinstance(document.get("@graph"), list)
        and "spdx" in str(document.get("@context", "")).lower()
    )


def read_spdx(document: dict[str, Any]) -> Inventory:
    """Read the packages of an SPDX 2 document."""
    packages = document.get("packages", [])
    if not isinstance(packages, list):
        raise ReadingError("The document's “packages” is no list.")
    found = ((f"packages[{number}]", package) for number, package in enumerate(packages))
    return gather(clean(document["spdxVersion"], 12).replace("-", " "), found)


def gather(form: str, packages: Iterator[tuple[str, Any]]) -> Inventory:
    """Make lines of packages in the words of SPDX 2, each with its place."""
    lines: list[Line] = []
    broken: list[Broken] = []
    for place, package in packages:
        line = _line_of(package) if isinstance(package, dict) else None
        if line is None:
            broken.append(Broken(place, "This entry is no package with a name."))
        else:
            lines.append(line)
        if len(lines) + len(broken) > MOST_LINES:
            raise ReadingError(f"The document lists more than {MOST_LINES:,} packages.")
    return Inventory(form, tuple(lines), tuple(broken))


def read_spdx_graph(document: dict[str, Any]) -> Inventory:
    """Read the packages of an SPDX 3 document; who made them is named by another entry of the graph."""
    graph = document["@graph"]
    names = {
        one["spdxId"]: clean(one.get("name"))
        for one in graph
        if isinstance(one, dict) and isinstance(one.get("spdxId"), str)
    }
    found = (
        (f"@graph[{number}]", _as_spdx_2(one, names))
        for number, one in enumerate(graph)
        if isinstance(one, dict) and str(one.get("type", one.get("@type"))).endswith("Package")
    )
    return gather("SPDX 3", found)


def _as_spdx_2(package: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    maker = package.get("suppliedBy") or package.get("originatedBy") or ""
    maker = maker[0] if isinstance(maker, list) else maker
    identifiers = package.get("externalIdentifier")
    refs = [
        {"referenceType": one.get("externalIdentifierType"), "referenceLocator": one.get("identifier")}
        for one in (identifiers if isinstance(identifiers, list) else [])
        if isinstance(one, dict)
    ]
    refs.append({"referenceType": "purl", "referenceLocator": package.get("software_packageUrl")})
    return {
        "name": package.get("name"),
        "versionInfo": package.get("software_packageVersion"),
        "supplier": names.get(maker, "") if isinstance(maker, str) else "",
        "primaryPackagePurpose": package.get("software_primaryPurpose"),
        "externalRefs": refs,
    }


def _line_of(package: dict[str, Any]) -> Line | None:
    name, version = clean(package.get("name")), clean(package.get("versionInfo"))
    if not name:
        return None
    vendor = _actor(package.get("supplier")) or _actor(package.get("originator"))
    references = package.get("externalRefs")
    refs = [one for one in references if isinstance(one, dict)] if isinstance(references, list) else []
    cpe = next((found for ref in refs if ref.get("referenceType") in _CPE_TYPES and (found := _cpe(ref))), "")
    purl = next((found for ref in refs if ref.get("referenceType") in _PURL_TYPES and (found := _purl(ref))), "")
    kind = clean(package.get("primaryPackagePurpose"), 40).lower()
    return Line(vendor, name, version, cpe, purl, written(vendor, name, version), kind)


def _cpe(ref: dict[str, Any]) -> str:
    return cpe_of(ref.get("referenceLocator"))


def _purl(ref: dict[str, Any]) -> str:
    return purl_of(ref.get("referenceLocator"))


def _actor(value: object) -> str:
    """Return the name of `Organization: Civica (info@…)`."""
    text = clean(value)
    for word in _ACTORS:
        text = text.removeprefix(word)
    return clean(text.partition("(")[0])
