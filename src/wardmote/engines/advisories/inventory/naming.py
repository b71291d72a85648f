"""Which vendor, product and version does a line name that a person wrote?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .catalogue import shipped
from .texts import clean

LONGEST_LINE = 300
# Whoever makes these names them by year: the year is no version of theirs.
_NAMED_BY_YEAR: tuple[str, ...] = (
    "windows server",
    "windows",
    "sql server",
    "exchange",
    "exchange server",
    "sharepoint",
)
_NAMED_BY_YEAR += ("sharepoint server", "office", "visio", "project", "server", "win", "visual studio")
_NAMED_BY_NUMBER = frozenset({("windows", "7"), ("windows", "8"), ("windows", "8.1"), ("windows", "10")})
_NAMED_BY_NUMBER |= {("windows", "11"), ("win", "7"), ("win", "10"), ("win", "11"), ("dynamics", "365")}
_NAMED_BY_NUMBER |= {("office", "365"), ("microsoft", "365"), ("internet", "2")}
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERSION = re.compile(r"[vr]?\.?\d[\w.+:~-]*", re.IGNORECASE)
_WORDS_BEFORE = frozenset({"version", "ver", "ver.", "v", "v.", "release", "rel", "r", "build"})
_NOISE = frozenset({"x64", "x86", "64-bit", "32-bit", "64bit", "32bit", "amd64", "(x64)", "(x86)", "-", "–", "|", ","})
_SAYS_NOTHING = _WORDS_BEFORE | _NOISE
_EDITIONS = frozenset({"standard", "enterprise", "datacenter", "datacentre", "professional", "pro", "std", "edition"})
_JAVA = re.compile(r"java(?: \w+)*? ([5-8])(?: update | ?u)(\d{1,4})", re.IGNORECASE)
_PACK = re.compile(r"(?:sp|cu)\d{1,2}", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Written:
    """What a line names. `vendor` is "" where none that we know stands at its front, `version` where there is none."""

    vendor: str
    name: str
    version: str


def read_line(text: str, vendors: Iterable[str] = ()) -> Written:
    """Split a line: "Civica OpenRevenues v23" is Civica's OpenRevenues in version 23.

    Vendors are those of the catalogue and any others given. "Windows Server 2016 Standard" keeps its year and has no
    version: the year belongs to the product's name.
    """
    line = clean(text, LONGEST_LINE)
    if found := _JAVA.search(line):
        # As NVD writes it: Java 8 is 1.8.0.
        return Written("Oracle" if "oracle" in line.lower() else "", "Java", f"1.{found[1]}.0 update{found[2]}")
    vendor, rest = _vendor(line, (*vendors, *_known_vendors()))
    name, version = _split(_BRACKETS.sub(" ", rest).replace(",", " ").split())
    return Written(vendor, name, version) if name else Written("", line, "")


@cache
def _known_vendors() -> tuple[str, ...]:
    return tuple(dict.fromkeys(known.vendor for known in shipped()))


def _vendor(line: str, vendors: Iterable[str]) -> tuple[str, str]:
    """Part the longest vendor that stands at the front, unless nothing but a version would be left."""
    lower = line.lower()
    for vendor in sorted(vendors, key=len, reverse=True):
        if lower.startswith(f"{vendor.lower()} "):
            rest = line[len(vendor) :].strip()
            words = re.split(r"[\s()\[\]]+", rest.lower())
            if any(word[:1].isalpha() and not _VERSION.fullmatch(word) and word not in _SAYS_NOTHING for word in words):
                return vendor, rest
    return "", line


def _split(words: list[str]) -> tuple[str, str]:
    name: list[str] = []
    versions: list[str] = []
    for place, word in enumerate(words):
        before = words[place - 1].lower() if place else ""
        if word.lower() in _NOISE or word.lower() in _WORDS_BEFORE:
            continue
        if before == "build" or re.fullmatch(r"build\d+", word, re.IGNORECASE):
            continue
        if name and _is_version(word, before, " ".join(name).lower()):
            versions.append(word)
        elif name and _PACK.fullmatch(word):
            versions.append(word.lower())
        elif not versions or not name:
            name.append(word)
    name = _without_edition(name)
    return " ".join(name), _best(versions)


def _is_version(word: str, before: str, name: str) -> bool:
    if not _VERSION.fullmatch(word) or (
        word[0] in "rR" and word[1:2] != "" and name.endswith(("2008", "2012", "2003"))
    ):
        return False
    if _YEAR.fullmatch(word):
        return not name.endswith(_NAMED_BY_YEAR)
    return (before, word.lower()) not in _NAMED_BY_NUMBER


def _without_edition(name: list[str]) -> list[str]:
    while len(name) > 1 and name[-1].lower() in _EDITIONS:
        name = name[:-1]
    return name


def _best(versions: list[str]) -> str:
    """Return the most exact of several: the one with the most parts; a service pack stays beside it."""
    packs = [word for word in versions if _PACK.fullmatch(word)]
    numbers = [re.sub(r"^[vVrR]\.?(?=\d)", "", word).strip(".-") for word in versions if word not in packs]
    best = max(numbers, key=lambda number: len(re.split(r"[.\-_]", number)), default="")
    return " ".join((best, *packs)).strip()
