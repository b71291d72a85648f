"""Which software does an SPDX 2 document in tags and values list?"""

from collections.abc import Iterator
from typing import Any

from wardmote.engines.advisories.inventory.lines import Inventory
from wardmote.engines.advisories.inventory.spdx import gather

_OPEN, _CLOSE = "<text>", "</text>"
_KEYS = {
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_ENDS_PACKAGE = frozenset({"FileName", "SnippetSPDXID", "LicenseID", "Relationship"})


def read_spdx_tags(text: str) -> Inventory:
    """Read the packages; tags that say nothing of names or versions are passed over."""
    form = next((value.replace("-", " ") for _, tag, value in _tags(text) if tag == "SPDXVersion"), "SPDX")
    return gather(form[:12], _packages(text))


def _packages(text: str) -> Iterator[tuple[str, Any]]:
    package: dict[str, Any] | None = None
    place = ""
    for number, tag, value in _tags(text):
        if tag == "PackageName" or tag in _ENDS_PACKAGE:
            if package is not None:
                yield place, package
            package, place = ({"name": value, "externalRefs": []} if tag == "PackageName" else None), f"line {number}"
        elif package is not None and tag == "ExternalRef":
            _category, _, rest = value.partition(" ")
            kind, _, locator = rest.strip().partition(" ")
            package["externalRefs"].append({"referenceType": kind, "referenceLocator": locator.strip()})
        elif package is not None and tag in _KEYS:
            package[_KEYS[tag]] = value
    if package is not None:
        yield place, package


def _tags(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, tag, value); a text of several lines, which is never a name, is passed over."""
    is_within = False
    for number, line in enumerate(text.splitlines(), 1):
        if is_within:
            is_within = _CLOSE not in line
            continue
        tag, colon, value = line.partition(":")
        if not colon or tag.startswith("#"):
            continue
        is_within = _OPEN in value and _CLOSE not in value
        yield number, tag.strip(), value.replace(_OPEN, "").replace(_CLOSE, "").strip()
