"""Which versions do the words of a source mean: "< 2.0.1", ">= 1.0, < 2.0", "5.2 and earlier", "2.*"?"""

import re

from ..facts import ANY, GENERIC, Span

NO_WORDS = {"", "n/a", "na", "none", "unspecified", "unknown", "not specified", "-", "tbd", "see advisory", "various"}
_ALL_WORDS = {"*", "all", "all versions", "any", "any version", "every version", "x"}
_SCHEMES = {
    "semver": "semver",
    "maven": "maven",
    "rpm": "rpm",
    "deb": "deb",
    "dpkg": "deb",
    "python": "pypi",
    "pypi": "pypi",
    "npm": "npm",
    "gem": "gem",
    "rubygems": "gem",
    "nuget": "nuget",
    "composer": "composer",
    "go": "golang",
    "golang": "golang",
    "cargo": "cargo",
    "apk": "apk",
    "alpine": "apk",
}
# Schemes whose order only a repository of source code knows.
UNORDERED = {"git", "hg", "svn", "original_commit_for_fix"}

_VERSION = r"[Vv]?[\w.+~:!()/\-]*\d[\w.+~:!()/\-]*"
_SUFFIX = r"(?: (?:SP|R|U|CU|RC|P|update|patch|build|hotfix|beta|alpha|rev)\.? ?\d[\w.]{0,20})?"
_ONE = re.compile(rf"{_VERSION}{_SUFFIX}", re.IGNORECASE)
_COMPARED = re.compile(rf"(<=|>=|<|>|=|≤|≥) ?({_VERSION}{_SUFFIX})", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:all versions )?(?:before|prior to|earlier than|below|lower than) (?:version )?({_VERSION}{_SUFFIX})",
    re.IGNORECASE,
)
_AND_EARLIER = re.compile(
    rf"(?:version )?({_VERSION}{_SUFFIX}),? (?:and|or) (?:earlier|prior|below|lower|older|previous)(?: versions?)?",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    rf"(?:all versions )?(?:up to|through|up to and including) (?:version )?({_VERSION}{_SUFFIX})", re.IGNORECASE
)
_AND_LATER = re.compile(
    rf"(?:version )?({_VERSION}{_SUFFIX}),? (?:and|or) (?:later|above|higher|newer)(?: versions?)?", re.IGNORECASE
)
_FROM_TO = re.compile(rf"(?:from )?({_VERSION}{_SUFFIX}) (?:-|–|to|through|up to) ({_VERSION}{_SUFFIX})", re.IGNORECASE)
_SERIES = re.compile(r"[Vv]?(\d{1,9}(?:\.\d{1,9}){0,5})\.[*x]", re.IGNORECASE)
_LONGEST = 120


def scheme_of(kind: str) -> str:
    """Return the scheme of vers that CVE's `versionType` means, or GENERIC."""
    return _SCHEMES.get(kind.strip().lower(), GENERIC)


def after_series(version: str) -> str:
    """Return the first version after a series: 5.5 for 5.4.*; "" where the text names no series."""
    found = _SERIES.fullmatch(version)
    if not found:
        return ""
    head, _, last = found[1].rpartition(".")
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)


def is_version(words: str) -> bool:
    """Say whether words are one version."""
    return len(words) <= _LONGEST and bool(_ONE.fullmatch(words))


def spans_of_words(words: str, scheme: str = GENERIC) -> tuple[Span, ...]:
    """Return the spans that words mean, or none where they can't be read."""
    words = " ".join(words.split())
    lower = words.lower()
    if len(words) > _LONGEST or lower in NO_WORDS:
        return ()
    if lower in _ALL_WORDS:
        return (ANY,)
    if end := after_series(words):
        return (Span(scheme, words[:-2].lstrip("vV"), True, end, False),)
    if is_version(words):
        return (Span.one(_bare(words), scheme),)
    return _of_sentence(words, scheme) or _of_comparison(words, scheme)


def _of_sentence(words: str, scheme: str) -> tuple[Span, ...]:
    if found := _BEFORE.fullmatch(words):
        return (Span(scheme, high=_bare(found[1])),)
    if found := _AND_EARLIER.fullmatch(words) or _UP_TO.fullmatch(words):
        return (Span(scheme, high=_bare(found[1]), high_included=True),)
    if found := _AND_LATER.fullmatch(words):
        return (Span(scheme, _bare(found[1])),)
    if found := _FROM_TO.fullmatch(words):
        return (Span(scheme, _bare(found[1]), True, _bare(found[2]), True),)
    return ()


def _of_comparison(words: str, scheme: str) -> tuple[Span, ...]:
    """Read ">= 1.0, < 2.0" (GitHub) and "All versions < V2.0" (Siemens); each part has to be understood."""
    words = re.sub(r"^all versions ", "", words, flags=re.IGNORECASE)
    low, low_included, high, high_included = "", True, "", False
    for part in re.split(r" ?, ?| and | (?=[<>])", words):
        found = _COMPARED.fullmatch(part)
        if not found:
            return ()
        sign, version = found[1].replace("≤", "<=").replace("≥", ">="), _bare(found[2])
        if sign == "=":
            return (Span.one(version, scheme),) if part == words else ()
        if sign.startswith(">"):
            low, low_included = version, sign == ">="
        else:
            high, high_included = version, sign == "<="
    return (Span(scheme, low, low_included, high, high_included),)


def _bare(version: str) -> str:
    return version[1:] if version[:1] in "vV" and version[1:2].isdigit() else version
