"""Which products does a CVE record name, with which machine's names, and what does it say of their versions?"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from packageurl import PackageURL

from ..facts import ANY, Affected, Product, Status
from ..names import read_purl
from .cpe_parts import cpe_parts
from .cve_versions import Said, said_of_versions
from .fields import listed, word, words
from .texts import line

_MOST_PRODUCTS = 2_000
_MOST_CPES = 200
_NOT_NAMED = {"n/a", "na", "unspecified", "unknown", "-", "*"}
_INDEXES = {
    "registry.npmjs.org": "npm",
    "www.npmjs.com": "npm",
    "npmjs.com": "npm",
    "pypi.org": "pypi",
    "pypi.python.org": "pypi",
    "repo.maven.apache.org": "maven",
    "repo1.maven.org": "maven",
    "central.sonatype.com": "maven",
    "rubygems.org": "gem",
    "crates.io": "cargo",
    "packagist.org": "composer",
    "www.nuget.org": "nuget",
    "nuget.org": "nuget",
    "pkg.go.dev": "golang",
    "proxy.golang.org": "golang",
    "hex.pm": "hex",
    "pub.dev": "pub",
    "github.com": "github",
}
_UNSTATED = "No version is stated."


def affected_of(containers: list[dict[str, Any]]) -> tuple[Affected, ...]:
    """Return what the containers of a record say of products, each thing once.

    Words that can't be read count only where no container says which versions of the product are affected: commits
    beside version numbers, "n/a" that another publisher made good.
    """
    found = [one for container in containers for entry in _entries(container) for one in _affected(entry)]
    readable = {_words(one) for one in found if one.spans and one.status is Status.AFFECTED}
    return tuple(dict.fromkeys(one for one in found if one.spans or _words(one) not in readable))


def _words(affected: Affected) -> tuple[str, str]:
    return affected.product.vendor.lower(), affected.product.name.lower()


def _entries(container: dict[str, Any]) -> list[dict[str, Any]]:
    return listed(container.get("affected"), _MOST_PRODUCTS)


def _affected(entry: dict[str, Any]) -> Iterator[Affected]:
    """Yield what is said of a product: for each of its machine's names, so that each kind of inventory finds it."""
    products = _products(entry)
    if not products:
        return
    said = said_of_versions(entry)
    if not said.spans and not said.unread:
        said = _without_versions(entry)
    # "Unaffected on Linux" calms nobody who runs it on Windows, and an inventory doesn't say where a product runs.
    is_of_some = bool(words(entry.get("platforms")) or words(entry.get("modules")))
    for product in products:
        for status, spans in said.spans.items():
            if status is Status.AFFECTED or not is_of_some:
                yield Affected(product, status, spans)
    if said.unread:
        yield Affected(products[0], unread=said.unread)


def _without_versions(entry: dict[str, Any]) -> Said:
    """Where no version is said, those of CPE names count; else an editor has to look."""
    if word(entry.get("defaultStatus")).lower() in ("affected", "unaffected") or listed(entry.get("versions")):
        return Said()
    parts = [part for name in words(entry.get("cpes"), _MOST_CPES) if (part := cpe_parts(name))]
    spans = tuple(dict.fromkeys(span for part in parts for span in part.spans if span != ANY))
    return Said({Status.AFFECTED: spans}) if spans else Said(unread=_UNSTATED)


def _products(entry: dict[str, Any]) -> list[Product]:
    vendor, name = _named(entry.get("vendor")), _named(entry.get("product"))
    package = line(entry.get("packageName"))
    purl = _purl(entry, package)
    parts = (cpe_parts(cpe) for cpe in words(entry.get("cpes"), _MOST_CPES))
    cpes = list(dict.fromkeys(part.product for part in parts if part))
    if not name and not package and not purl and not cpes:
        return []
    name = name or package or (cpes[0].name if cpes else purl.rpartition("/")[2])
    vendor = vendor or (cpes[0].vendor if cpes else "")
    return [Product(vendor, name, cpe.cpe, purl) for cpe in cpes] or [Product(vendor, name, "", purl)]


def _named(value: Any) -> str:
    found = line(value)
    return "" if found.lower() in _NOT_NAMED else found


def _purl(entry: dict[str, Any], package: str) -> str:
    """Return a package's URL without its version, as said or put together from its index and name."""
    if said := read_purl(word(entry.get("packageURL"))):
        return said.without_version()
    kind = _INDEXES.get(_host(word(entry.get("collectionURL"))), "")
    if not kind or not package:
        return ""
    namespace, _, name = package.replace(":", "/").rpartition("/")
    try:
        return PackageURL(kind, namespace or None, name).to_string()
    except ValueError:
        return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
