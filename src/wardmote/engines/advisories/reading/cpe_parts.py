"""Which product, and which versions of it, does a CPE name in an advisory mean?"""

from dataclasses import dataclass
from functools import lru_cache

from ..facts import ANY as ANY_VERSION
from ..facts import Product, Span
from ..names import ANY, NA, plain, read_cpe
from .version_words import after_series


@dataclass(frozen=True, slots=True)
class CpeParts:
    """A product without its version, the spans that its version means, or else the words that can't be read."""

    product: Product
    spans: tuple[Span, ...] = ()
    unread: str = ""


@lru_cache(maxsize=65_536)
def cpe_parts(name: str) -> CpeParts | None:
    """Return what a CPE of 2.2 or 2.3 means, or None where it is none.

    No version ("-") of a system or a device means all of them: their versions stand in their names
    (`windows_server_2016:-`). Of an application it says nothing.
    """
    cpe = read_cpe(name)
    if cpe is None:
        return None
    update = NA if cpe.update == NA and cpe.version != NA else ANY
    bare = cpe._replace(version=ANY, update=update)
    product = Product(cpe.words("vendor"), cpe.words("product"), bare.bound())
    if cpe.version == ANY or (cpe.version == NA and cpe.part in ("o", "h")):
        return CpeParts(product, (ANY_VERSION,))
    if cpe.version == NA:
        return CpeParts(product, unread="No version is named.")
    version = plain(cpe.version)
    if cpe.update not in (ANY, NA):
        version = f"{version} {plain(cpe.update)}"
    if end := after_series(version):
        return CpeParts(product, (Span(low=version.rpartition(".")[0], high=end),))
    has_wildcards = any("*" in found or "?" in found for found in (_wild(cpe.version), _wild(cpe.update)))
    if has_wildcards:
        return CpeParts(product, unread=version)
    return CpeParts(product, (Span.one(version),))


def _wild(value: str) -> str:
    return "" if value in (ANY, NA) else value.replace("\\*", "").replace("\\?", "")
