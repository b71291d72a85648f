"""In which order does a scheme put two versions, and which bytes stand for that order?

An advisory's range names its scheme; a line of an inventory mostly doesn't. Schemes whose keys can be compared with
each other are one family, so that a line needs one key for each family that it may be asked in: `generic` holds
GENERIC, semver, npm, golang and all that nobody knows (`custom`), and the packagers' own orders are families of their
own. Within a family each side is written by its own scheme: `1.0-1` of a GENERIC line is above 1.0, of an npm line
below. Where the families differ the range's family reads the line's version (`key_asked`).
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from univers.versions import AlpineLinuxVersion, ArchLinuxVersion, GentooVersion, MavenVersion, RubygemsVersion, Version

from wardmote.engines.advisories.facts import GENERIC

from .generic import generic, semantic
from .languages import gem, maven, pypi
from .packages import apk, deb, rpm
from .pieces import LONGEST_TEXT


class _Scheme(NamedTuple):
    family: str
    encode: Callable[[str], bytes | None]
    slow: type[Version] | None = None


_REPACKAGED = ("deb", "rpm", "apk", "alpm")
_PLAIN = _Scheme(GENERIC, generic)
_SEMANTIC = _Scheme(GENERIC, semantic)
_SCHEMES = {
    **dict.fromkeys(("semver", "npm", "golang", "go", "cargo", "crates.io", "nuget", "hex", "pub", "swift"), _SEMANTIC),
    **dict.fromkeys(("pypi", "python"), _Scheme("pypi", pypi)),
    **dict.fromkeys(("deb", "dpkg"), _Scheme("deb", deb)),
    "rpm": _Scheme("rpm", rpm),
    "maven": _Scheme("maven", maven, MavenVersion),
    **dict.fromkeys(("gem", "rubygems"), _Scheme("gem", gem, RubygemsVersion)),
    **dict.fromkeys(("apk", "alpine"), _Scheme("apk", apk, AlpineLinuxVersion)),
    "ebuild": _Scheme("apk", apk, GentooVersion),
    "alpm": _Scheme("alpm", lambda version: None, ArchLinuxVersion),
}


def family(scheme: str) -> str:
    """Return the family whose keys can be compared with this scheme's."""
    return _SCHEMES.get(scheme.lower(), _PLAIN).family


def key(scheme: str, version: str) -> bytes | None:
    """Return bytes, at most 200, whose order is the order of versions; None where the scheme has none for this text.

    Two versions whose first 200 bytes are alike count as one. Any text is taken; an empty one has no key.
    """
    return _key(scheme, version[:LONGEST_TEXT])


@lru_cache(maxsize=65_536)
def _key(scheme: str, version: str) -> bytes | None:
    if not version.strip():
        return None
    return _SCHEMES.get(scheme.lower(), _PLAIN).encode(version)


def key_asked(asked: str, version: str, own: str = GENERIC) -> bytes | None:
    """Return the key of a line's version, written in its `own` scheme, for a range in the scheme `asked`.

    Where the range is its maker's, a distribution's version is asked for its upstream part only: `9.2p1` of
    `1:9.2p1-2+deb12u2`.
    """
    if family(own) == family(asked):
        return key(own, version)
    if family(asked) == GENERIC and family(own) in _REPACKAGED:
        version = upstream(version)
    return key(family(asked), version)


def upstream(version: str) -> str:
    """Return the maker's part of a distribution's version: without epoch, revision and the packager's own suffix."""
    epoch, colon, rest = version.strip().partition(":")
    rest = rest if colon and epoch.isdigit() else version.strip()
    name = rest.rpartition("-")[0] or rest
    return re.split(r"[+~]", name, maxsplit=1)[0] or name


def keys_of(version: str, own: str = GENERIC, asked: Iterable[str] = (GENERIC,)) -> dict[str, bytes]:
    """Return a line's key for each family of the schemes `asked`, and for its own; without those that have no key."""
    found = {name: key_asked(name, version, own) for name in {family(scheme) for scheme in (*asked, own)}}
    return {name: value for name, value in found.items() if value is not None}


def compare(scheme: str, one: str, other: str) -> int:
    """Return -1, 0 or 1: whether a version is before another, the same or after it. Never fails, whatever the texts.

    By keys; where a scheme has none, by univers; and where that can't read them either, as GENERIC.
    """
    first, second = key(scheme, one), key(scheme, other)
    if first is None or second is None:
        slow = _SCHEMES.get(scheme.lower(), _PLAIN).slow
        found = _compare_slowly(slow, one, other) if slow else None
        if found is not None:
            return found
        first, second = generic(one), generic(other)
    return (first > second) - (first < second)


def _compare_slowly(slow: type[Version], one: str, other: str) -> int | None:
    try:
        first, second = slow(one[:256]), slow(other[:256])
        if first == second:
            return 0
        return -1 if first < second else 1
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, AssertionError, RecursionError):
        return None  # what univers says of texts that are no versions of the scheme
