"""Which products, in which versions, does an advisory speak of?"""

from dataclasses import dataclass
from enum import StrEnum

# The scheme of versions whose order nobody states: compared number by number and word by word, as CPE's mostly are.
GENERIC = "generic"


class Status(StrEnum):
    """What an advisory says of a product in a range of versions (CSAF 2.0, section 3.2.3.9; CVE JSON 5)."""

    AFFECTED = "affected"
    NOT_AFFECTED = "not-affected"
    FIXED = "fixed"
    INVESTIGATED = "under-investigation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Product:
    """A product as its source names it: words, and the machine's names where there are some.

    `vendor` and `name` are as published, for people. `cpe` is a CPE 2.3 formatted string ("" where there is none) and
    `purl` a package URL without its version.
    """

    vendor: str = ""
    name: str = ""
    cpe: str = ""
    purl: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """An unbroken range of versions in one scheme. An empty end is open; a single version has both ends alike.

    `scheme` is a scheme of vers (`semver`, `deb`, `rpm`, `maven`, `npm`, `pypi` …) or GENERIC. A CPE's `update` part
    belongs to the version: `9.0 sp1`.
    """

    scheme: str = GENERIC
    low: str = ""
    low_included: bool = True
    high: str = ""
    high_included: bool = False

    @property
    def words(self) -> str:
        """The range in words: "from 2.0 before 2.4", "version 2.1", "every version"."""
        if self.low and self.low == self.high:
            return f"version {self.low}"
        low = f"{'from' if self.low_included else 'after'} {self.low}" if self.low else ""
        high = f"{'up to and including' if self.high_included else 'before'} {self.high}" if self.high else ""
        return " ".join(part for part in (low, high) if part) or "every version"

    @classmethod
    def one(cls, version: str, scheme: str = GENERIC) -> "Span":
        """Return the span of a single version."""
        return cls(scheme, version, True, version, True)


ANY = Span()


@dataclass(frozen=True, slots=True)
class Affected:
    """A product with what is said of some of its versions.

    `spans` are alternatives; none of them means that no version can be read, and then `unread` holds the words of the
    source (an editor reads them). `running_on` names the platforms of which one must be there as well ("running on"
    of NVD's AND nodes and of CSAF's relationships): their owners aren't warned for owning them. Empty: any platform.
    """

    product: Product
    status: Status = Status.AFFECTED
    spans: tuple[Span, ...] = ()
    unread: str = ""
    running_on: tuple[Product, ...] = ()
