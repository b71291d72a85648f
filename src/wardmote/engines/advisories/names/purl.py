"""Which package does a package URL name, and which scheme orders its versions?"""

import re
from functools import lru_cache
from typing import NamedTuple

from packageurl import PackageURL

from wardmote.engines.advisories.facts import GENERIC

LONGEST = 1000
_SCHEME = re.compile(r"\Apkg:", re.IGNORECASE)
# The types whose versions have a scheme that vers knows under the same name.
_SCHEMES = {
    "alpm",
    "apk",
    "cargo",
    "composer",
    "deb",
    "ebuild",
    "gem",
    "golang",
    "hex",
    "maven",
    "npm",
    "nuget",
    "pub",
    "pypi",
    "rpm",
    "swift",
}
_DISTRIBUTIONS = ("deb", "rpm", "apk", "alpm", "ebuild")
_WITHOUT_CASE = ("composer", "nuget", "deb", "rpm", "apk", "golang")


class Package(NamedTuple):
    """A package of an index, with the version that its URL carried ("" where none) and the distribution's release."""

    type: str
    namespace: str
    name: str
    version: str = ""
    distro: str = ""
    subpath: str = ""

    @property
    def scheme(self) -> str:
        """The scheme of its versions."""
        return self.type if self.type in _SCHEMES else GENERIC

    @property
    def is_of_a_distribution(self) -> bool:
        """Whether a distribution packages it, with its own repairs under an old version's number."""
        return self.type in _DISTRIBUTIONS

    @property
    def path(self) -> str:
        """Type, namespace and name: `maven/org.apache.logging.log4j/log4j-core`."""
        return "/".join(part for part in (self.type, self.namespace, self.name) if part)

    def without_version(self) -> str:
        """Return the URL without version, and of the qualifiers with the distribution's release only."""
        qualifiers = {"distro": self.distro} if self.distro else None
        url = PackageURL(self.type, self.namespace or None, self.name, None, qualifiers, self.subpath or None)
        return url.to_string()


def read_purl(text: str) -> Package | None:
    """Return the package that a URL names, or None where it names none."""
    return _read(text) if 0 < len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _read(text: str) -> Package | None:
    try:
        read = PackageURL.from_string(_SCHEME.sub("pkg:", text.strip()))
    except ValueError:
        return None
    namespace, name = read.namespace or "", read.name
    if read.type in _WITHOUT_CASE:
        namespace, name = namespace.lower(), name.lower()
    qualifiers = read.qualifiers if isinstance(read.qualifiers, dict) else {}
    return Package(
        read.type, namespace, name, read.version or "", qualifiers.get("distro", "").lower(), read.subpath or ""
    )


def is_same_package(criterion: Package, package: Package) -> bool:
    """Say whether a criterion speaks of a package, whatever the versions: type, namespace, name, release and subpath.

    What the criterion leaves open it doesn't ask for; what the package leaves open keeps nobody apart.
    """
    if criterion[:3] != package[:3]:
        return False
    return not any(
        theirs and ours and theirs != ours
        for theirs, ours in ((criterion.distro, package.distro), (criterion.subpath, package.subpath))
    )
