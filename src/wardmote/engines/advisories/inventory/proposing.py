"""Which product of a catalogue may a line mean, and how sure is that?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from .catalogue import Known
from .naming import Written
from .windows import with_release

LEAST = 0.8
MOST_PROPOSALS = 3
_SUFFIXES = frozenset(
    {"ltd", "limited", "plc", "inc", "corp", "corporation", "llc", "gmbh", "uk", "co", "group", "the"}
)
_NOISE = frozenset({
    "software", "system", "systems", "server", "client", "application", "app", "solution", "solutions",
    "module", "edition", "standard", "enterprise", "professional", "datacenter", "live", "test", "prod",
    "production", "hosted", "saas", "cloud", "x64", "x86", "64bit", "32bit", "version", "and", "of", "for",
    "platform", "suite", "service", "subscription", "licence", "license",
})  # fmt: skip
# Words of everybody's: they name no product without its vendor.
_COMMON = frozenset({
    "planning", "housing", "financials", "database", "content", "education", "environment", "built", "access",
    "public", "secure", "connect", "insight", "register", "security", "email", "gateway", "endpoint",
    "workspace", "manager", "management", "document", "remote", "support", "assure", "app", "building",
    "control", "council", "finance", "payroll", "elections", "library", "libraries", "waste", "tools",
})  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
_YEAR = re.compile(r"20[0-3]\d")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A product that a line may mean: how sure, 0 to 1, and why in a sentence for the person who confirms."""

    product: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to write a product's name, cut into words."""

    product: str
    shown: str
    vendor: frozenset[str]
    words: tuple[str, ...]
    bare: tuple[str, ...]


def propose(written: Written, catalogue: tuple[Known, ...]) -> list[Proposal]:
    """Return what a line may mean, the surest first; nothing where no product is near enough."""
    name, _version = with_release(written.name, written.version)
    line = _words(f"{written.vendor} {name}")
    found = _nearest(line, written, catalogue)
    if not found and line and _YEAR.fullmatch(line[-1]):
        found = _nearest(line[:-1], written, catalogue)
    return found


def _nearest(line: tuple[str, ...], written: Written, catalogue: tuple[Known, ...]) -> list[Proposal]:
    if not line:
        return []
    best: dict[str, Proposal] = {}
    for name in _names(catalogue):
        sure, why = _compare(line, written, name)
        if sure >= LEAST and (name.product not in best or best[name.product].confidence < sure):
            best[name.product] = Proposal(name.product, round(sure, 2), why)
    found = sorted(best.values(), key=lambda each: (-each.confidence, each.product))
    return [each for each in found if each.confidence >= found[0].confidence - 0.1][:MOST_PROPOSALS]


@lru_cache(maxsize=8)
def _names(catalogue: tuple[Known, ...]) -> tuple[_Name, ...]:
    found = []
    for known in catalogue:
        vendor = frozenset(_words(known.vendor))
        for shown in dict.fromkeys((known.name, f"{known.vendor} {known.name}", *known.aliases)):
            words = _words(shown)
            found.append(_Name(known.id, shown, vendor, words, _bare(words)))
    return tuple(found)


def _compare(line: tuple[str, ...], written: Written, name: _Name) -> tuple[float, str]:
    shown = f"“{name.shown}”"
    if line == name.words and not all(word in _COMMON for word in line):
        return 1.0, f"It is written as {shown} is."
    bare = _bare(line)
    if not bare or not name.bare or _numbers(bare, name.vendor) != _numbers(name.bare, name.vendor):
        return 0.0, ""
    if all(word in _COMMON for word in bare):
        return 0.0, ""
    if bare == name.bare or "".join(bare) == "".join(name.bare):
        # The fewer such words, the nearer.
        return 0.95 - 0.01 * min(5, abs(len(line) - len(name.words))), f"It says {shown}, and words that say little."
    rest = tuple(word for word in bare if word not in name.vendor)
    wanted = tuple(word for word in name.bare if word not in name.vendor)
    if all(word in _COMMON for word in wanted) and not name.vendor & set(line):
        return 0.0, ""
    if rest and rest == wanted:
        return (0.92, f"It names the product as {shown} does.") if not written.vendor else (0.95, f"It names {shown}.")
    return _nearly(rest or bare, wanted or name.bare, written, name)


def _nearly(rest: tuple[str, ...], wanted: tuple[str, ...], written: Written, name: _Name) -> tuple[float, str]:
    """Compare spellings: words in another order, a letter more or less."""
    one, other = " ".join(sorted(rest)), " ".join(sorted(wanted))
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 4:
        return 0.0, ""
    alike = max(fuzz.ratio(one, other), fuzz.ratio("".join(rest), "".join(wanted))) / 100
    if written.vendor and name.vendor and not name.vendor & set(_words(written.vendor)):
        alike -= 0.15
    return (0.9 * alike, f"It is spelt nearly as “{name.shown}” is.") if alike >= 0.9 else (0.0, "")


def _words(text: str) -> tuple[str, ...]:
    lower = text.lower().replace("&", " and ").replace("'", "").replace("’", "").replace("@", " at ")
    return tuple(word for word in _WORD.findall(lower) if word not in _SUFFIXES)


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _NOISE)


def _numbers(words: Iterable[str], vendor: frozenset[str]) -> tuple[str, ...]:
    """Return the numbers of a product's name: "F5" and "3CX" are their vendors' own."""
    return tuple(sorted(number for word in words if word not in vendor for number in _NUMBER.findall(word)))
