"""Which vendor, product and version does a line name that a person wrote?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .catalogue import shipped
from .texts import clean
from .windows import with_release

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
_VERSION = re.compile(r"[vr]?\.?\d[\w.+:~()-]*", re.IGNORECASE)
# `9.16(4)12`: Cisco's brackets belong to the version.
_IN_VERSION = re.compile(r"[vr]?\d[\d.]*\(\d+[a-z]?\)\w*", re.IGNORECASE)
_BUILD = re.compile(r"\d+(?:\.\d+)+")
_WORDS_BEFORE = frozenset({"version", "ver", "ver.", "v", "v.", "release", "rel", "r", "build"})
_NOISE = frozenset({"x64", "x86", "64-bit", "32-bit", "64bit", "32bit", "amd64", "(x64)", "(x86)", "-", "–", "|", ","})
_SAYS_NOTHING = _WORDS_BEFORE | _NOISE
_EDITIONS = frozenset({"standard", "enterprise", "datacenter", "datacentre", "professional", "pro", "std", "edition"})
_EDITIONS |= {"proplus"}
_JAVA = re.compile(r"java(?: \w+)*? ([5-8])(?: update | ?u)(\d{1,4})", re.IGNORECASE)
_PACK = re.compile(r"(?:sp|cu)\d{1,2}", re.IGNORECASE)
# What may follow a version only: `7.0 U3k`, `12.8.3 HF2`.
_UPDATE = re.compile(r"(?:u|hf|mr|su|ru|pl?)\d{1,4}[a-z]?", re.IGNORECASE)
_SHORT = (
    (re.compile(r"\bservice pack (?=\d)", re.IGNORECASE), "SP"),
    (re.compile(r"\bcumulative update (?=\d)", re.IGNORECASE), "CU"),
    (re.compile(r"\bhot ?fix (?=\d)", re.IGNORECASE), "HF"),
    (re.compile(r"(?<=\d) update (?=\d)", re.IGNORECASE), " U"),
    (re.compile(r"\bwin(?:dows)? ?(?:svr|srv|server)\b", re.IGNORECASE), "Windows Server"),
    (re.compile(r"\bwin ?(?=(?:7|8|8\.1|10|11)\b)", re.IGNORECASE), "Windows "),
    (re.compile(r"\b(20[01]\d) ?r2\b", re.IGNORECASE), r"\1 R2"),
    (re.compile(r"\bms ?sql(?: server)?\b", re.IGNORECASE), "SQL Server"),
    # A model of the box, which says nothing of the version.
    (re.compile(r"\bfortigate[ -]?\d{2,4}[a-z]{0,2}\b(?!\.)", re.IGNORECASE), "FortiGate"),
)
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
    for words, short in _SHORT:
        rest = words.sub(short, rest)
    name, version = with_release(*_split(_tokens(rest)), rest)
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
            if any(
                word[:1].isalpha() and not _VERSION.fullmatch(word) and word not in _SAYS_NOTHING | _EDITIONS
                for word in words
            ):
                return vendor, rest
    return "", line


def _tokens(text: str) -> list[str]:
    words = text.replace(",", " ").split()
    return [part for word in words for part in ([word] if _IN_VERSION.fullmatch(word) else _without_brackets(word))]


def _without_brackets(word: str) -> list[str]:
    return _BRACKETS.sub(" ", word).split()


def _split(words: list[str]) -> tuple[str, str]:
    name: list[str] = []
    versions: list[str] = []
    for place, word in enumerate(words):
        before = words[place - 1].lower() if place else ""
        if word.lower() in _NOISE or word.lower() in _WORDS_BEFORE:
            continue
        if re.fullmatch(r"build\d+", word, re.IGNORECASE):
            continue
        if before == "build" or (versions and _is_build(versions[-1], before, word, name)):
            _add_build(versions, word)
        elif name and _is_version(word, before, " ".join(name).lower()):
            versions.append(word)
        elif name and (_PACK.fullmatch(word) or (versions and _UPDATE.fullmatch(word))):
            versions.append(word.lower())
        elif not versions or not name:
            name.append(word)
    name = _without_edition(name)
    return " ".join(name), _best(versions)


def _is_build(version: str, before: str, word: str, name: list[str]) -> bool:
    """Say whether a second number is the first one's build: `NetScaler 13.1 49.15`."""
    is_pair = version == before and version.count(".") == word.count(".") == 1
    return (
        is_pair and bool(_BUILD.fullmatch(word)) and name[-1].lower() in ("netscaler", "adc", "gateway", "vpx", "mpx")
    )


def _add_build(versions: list[str], word: str) -> None:
    """Keep a build with dots, which says more than the version before it; a plain number says nothing of the order."""
    if not _BUILD.fullmatch(word):
        return
    if not versions or word.startswith(f"{versions[-1]}."):
        versions.append(word)
    else:
        versions[-1] = f"{versions[-1]}-{word}"


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
    """Return the most exact of several: the one with the most parts; a service pack stays beside it.

    A service pack alone is no version: nothing can be compared with it.
    """
    packs = [word for word in versions if _PACK.fullmatch(word) or _UPDATE.fullmatch(word)]
    numbers = [re.sub(r"^[vVrR]\.?(?=\d)", "", word).strip(".-") for word in versions if word not in packs]
    best = max(numbers, key=_exactness, default="")
    return " ".join((best, *packs)) if best else ""


def _exactness(number: str) -> tuple[int, int]:
    return number.count(".") + number.count("("), len(re.split(r"[.\-_]", number))
