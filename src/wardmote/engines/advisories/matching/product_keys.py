"""Under which words is a product found in an index, and which words does an item ask for?"""

from itertools import product as combinations

from wardmote.engines.advisories.facts import Product
from wardmote.engines.advisories.names import ANY, NA, plain, read_cpe, read_purl

from .words import word_forms

_PARTS = ("a", "o", "h")


def product_keys(product: Product) -> tuple[str, ...]:
    """Return the index words of a product: `cpe:a:vendor:product`, `purl:pypi/requests`, `words:vendorproduct`.

    Store an advisory's product under each of them. A part, vendor or product that is ANY or has wildcards is "*".
    """
    keys = []
    if cpe := read_cpe(product.cpe):
        keys.append("cpe:" + ":".join(map(_place, cpe[:3])))
    if package := read_purl(product.purl):
        keys.append(f"purl:{package.path}")
    return (*keys, *(f"words:{form}" for form in word_forms(product)))


def asked_keys(product: Product) -> tuple[str, ...]:
    """Return the index words under which advisories for something that is run may stand.

    Besides its own, those of criteria with wildcards; and each part where a line doesn't say which. A line whose CPE
    leaves the vendor open asks by its words only.
    """
    keys = product_keys(product)
    cpe = read_cpe(product.cpe)
    if cpe is None:
        return keys
    part, vendor, name = map(_place, cpe[:3])
    parts = (*_PARTS, ANY) if part == ANY else (part, ANY)
    wide = (":".join(("cpe", *places)) for places in combinations(parts, (vendor, ANY), (name, ANY)))
    return tuple(dict.fromkeys((*keys, *wide)))


def _place(value: str) -> str:
    bare = value.replace("\\*", "").replace("\\?", "")
    return ANY if value == NA or "*" in bare or "?" in bare else plain(value)
