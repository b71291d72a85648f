"""What does a council run?"""

from dataclasses import dataclass, replace

from wardmote.engines.advisories.facts import GENERIC, Product
from wardmote.engines.advisories.names import ANY, NA, Cpe, Package, plain, read_cpe, read_purl


@dataclass(frozen=True, slots=True)
class Held:
    """One product that is run, in one version ("" where nobody knows). `scheme` is how the version is written.

    The product's CPE and package URL carry no version; the CPE's edition, target software and the like stay.
    """

    product: Product
    version: str = ""
    scheme: str = GENERIC

    @property
    def cpe(self) -> Cpe | None:
        """The CPE name, where there is one."""
        return read_cpe(self.product.cpe) if self.product.cpe else None

    @property
    def package(self) -> Package | None:
        """The package, where there is a package URL."""
        return read_purl(self.product.purl) if self.product.purl else None

    @property
    def written(self) -> str:
        """The line as people would say it: `Citrix NetScaler ADC 13.1-48.47`."""
        return f"{written(self.product)} {self.version}".strip()


def written(product: Product) -> str:
    """Return a product's name for people, from its words or from what machines call it."""
    if product.name:
        return product.name if product.name.startswith(product.vendor) else f"{product.vendor} {product.name}".strip()
    if cpe := read_cpe(product.cpe):
        return f"{cpe.words('vendor')} {cpe.words('product')}".strip()
    return product.purl or product.vendor


def held_of(product: Product, version: str = "", scheme: str = "") -> Held:
    """Return what is run, with the version moved out of the CPE and the package URL where the line gives none.

    A version beside the names is believed before theirs; one without a digit ("latest", "n/a") isn't known. The scheme
    is the package's unless it is given.
    """
    cpe, package = read_cpe(product.cpe), read_purl(product.purl)
    version = version.strip() if any(character.isdigit() for character in version) else ""
    if package is not None:
        version = version or package.version
        scheme = scheme or package.scheme
        product = replace(product, purl=package.without_version())
    if cpe is not None:
        version = _with_update(version, cpe)
        product = replace(product, cpe=cpe._replace(version=ANY, update=ANY).bound())
    return Held(product, version, scheme or GENERIC)


def version_of(cpe: Cpe) -> str:
    """Return a CPE's version with its update, `9.0 sp1`, or "" where it says none or has wildcards."""
    if cpe.version in (ANY, NA) or _is_open(cpe.version):
        return ""
    update = "" if cpe.update in (ANY, NA) or _is_open(cpe.update) else f" {plain(cpe.update)}"
    return plain(cpe.version) + update


def _with_update(version: str, cpe: Cpe) -> str:
    return version_of(cpe) if version in ("", plain(cpe.version)) else version


def _is_open(value: str) -> bool:
    return value[0] in "*?" or (value[-1] in "*?" and not value.endswith(("\\*", "\\?")))
