"""Which machine's name and version does a product of the tree carry? (product_identification_helper)"""

import re
from dataclasses import dataclass

from wardmote.engines.advisories.csaf.parsing import Json
from wardmote.engines.advisories.csaf.texts import text, words
from wardmote.engines.advisories.facts import GENERIC
from wardmote.engines.advisories.names.cpe import ANY, read_cpe
from wardmote.engines.advisories.names.purl import read_purl

_EPOCH = re.compile(r"[?&]epoch=([0-9]{1,9})(?:&|#|\Z)")


@dataclass(frozen=True, slots=True)
class Identity:
    """A CPE 2.3 name and a package URL, both without a version, and the version that one of them had."""

    cpe: str = ""
    purl: str = ""
    version: str = ""
    scheme: str = GENERIC


def identity_of(helper: Json) -> Identity:
    """Read the helper of a full product name; the package URL's version goes before the CPE's."""
    if not helper:
        return Identity()
    cpe, cpe_version = _cpe_of(text(helper.get("cpe"), 1_000))
    purls = [text(helper.get("purl"), 1_000), *words(helper.get("purls"))]
    purl, version, scheme = _purl_of(next((purl for purl in purls if purl), ""))
    return Identity(cpe, purl, version or cpe_version, scheme if version else GENERIC)


def _cpe_of(written: str) -> tuple[str, str]:
    name = read_cpe(written) if written else None
    if name is None:
        return "", ""
    version = f"{name.words('version')} {name.words('update')}".strip()
    return (name._replace(version=ANY, update=ANY) if version else name).bound(), version


def _purl_of(written: str) -> tuple[str, str, str]:
    package = read_purl(written) if written else None
    if package is None:
        return "", "", ""
    epoch = _EPOCH.search(written)
    version = f"{epoch[1]}:{package.version}" if epoch and package.version else package.version
    return package.without_version(), version, package.scheme
