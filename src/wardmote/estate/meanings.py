"""Which product does a line name, as far as the line itself says? Pure: no database."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from wardmote.engines.advisories.facts import GENERIC
from wardmote.engines.advisories.facts import Product as Named
from wardmote.engines.advisories.inventory.catalogue import shipped
from wardmote.engines.advisories.inventory.naming import Written, read_line
from wardmote.engines.advisories.inventory.proposing import Proposal, propose
from wardmote.engines.advisories.matching import asked_keys, held_of, word_forms
from wardmote.engines.advisories.names import ANY, NA, Cpe, plain, read_cpe, read_purl

from .line_facts import LONGEST_VERSION, LineFacts

# From here on a line gets its product without a person.
CERTAIN = 0.95
LONGEST_ALIAS, MOST_ALIAS_WORDS = 80, 8
LONGEST_NAME, LONGEST_TARGET = 300, 60
_BRACKETS = re.compile(r"[(\[{].*")
_NOBODYS = re.compile(r"[^@\\]*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product that may have to be made: the key that it gets, what people read, and its names for advisories."""

    key: str
    vendor: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line names: a product by CPE or package URL, or else words; and the version, as its scheme writes it."""

    version: str
    scheme: str = GENERIC
    target: str = ""
    wanted: Wanted | None = None
    written: Written | None = None

    @property
    def words(self) -> str:
        """Return the words for the product, folded and run together; "" where a machine's name says it."""
        return fold(self.written.vendor, self.written.name) if self.written else ""


def meant_by(line: LineFacts) -> Meant:
    """Return what a line names: a CPE or package URL that names a product tells more than any words."""
    cpe, package = read_cpe(line.cpe), read_purl(line.purl)
    if cpe is not None and (cpe.part == NA or not _is_whole(cpe.vendor) or not _is_whole(cpe.product)):
        cpe = None
    if cpe is None and package is None:
        found = Written(line.vendor, line.name, line.version) if line.name else words_in(line.written)
        return Meant(found.version[:LONGEST_VERSION], written=found)
    named = Named(cpe=cpe.bound() if cpe else "", purl=line.purl if package else "")
    held = held_of(named, line.version)
    target = plain(cpe.target_sw)[:LONGEST_TARGET] if cpe and cpe.target_sw not in (ANY, NA) else ""
    return Meant(held.version[:LONGEST_VERSION], held.scheme, target, _wanted(cpe, named))


def words_in(text: str) -> Written:
    """Return the vendor, product and version in a line that a person wrote."""
    return _words_in(text)


@lru_cache(maxsize=32_768)
def _words_in(text: str) -> Written:
    return read_line(text)


def fold(vendor: str, name: str) -> str:
    """Return the words for a product as they are compared: `civicaopenrevenues`."""
    return next(iter(word_forms(Named(vendor, name))), "")


def is_everybodys(written: Written) -> bool:
    """Say whether words may be kept for everybody: a short name, and no address of a person or a machine."""
    text = f"{written.vendor} {written.name}".strip()
    is_short = len(text) <= LONGEST_ALIAS and len(text.split()) <= MOST_ALIAS_WORDS
    return is_short and bool(_NOBODYS.fullmatch(text)) and "://" not in text


def proposals_for(written: Written) -> list[Proposal]:
    """Return the products of the catalogue that the words may mean, the surest first."""
    return propose(written, shipped())


def wanted_by_words(vendor: str, name: str) -> Wanted | None:
    """Return a product that a person names by hand; None where the words say nothing.

    Two councils that write the same get the same product: what stands in brackets is no part of its name.
    """
    vendor, name = (" ".join(_BRACKETS.sub(" ", text).split()) for text in (vendor, name))
    names = asked_keys(Named(vendor, name))
    return Wanted(_key("words", names), vendor[:120], name[:160], names) if names else None


def names_of_known(vendor: str, name: str, cpes: tuple[str, ...], aliases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names under which advisories may speak of a product of the catalogue."""
    found = [Named(vendor, name), *(Named(vendor, alias) for alias in aliases)]
    found += [Named("", alias) for alias in aliases if " " in alias]
    found += [Named(cpe=f"cpe:2.3:{cpe}{':*' * 8}") for cpe in cpes]
    return tuple(dict.fromkeys(key[:LONGEST_NAME] for one in found for key in asked_keys(one)))


def _wanted(cpe: Cpe | None, named: Named) -> Wanted:
    """Return the product that machines' names make: with these names and no others, whoever sent the list."""
    names = tuple(key for key in asked_keys(named) if len(key) <= LONGEST_NAME)
    if cpe is not None:
        return Wanted(_key("cpe", names), cpe.words("vendor")[:120], cpe.words("product")[:160], names)
    package = read_purl(named.purl)
    path = package.path if package else ""
    kind, _slash, name = path.partition("/")
    return Wanted(_key("purl", names), kind[:120], name[:160], names)


def _key(kind: str, names: tuple[str, ...]) -> str:
    """Return a product's key, the same for the same names. They say who made it: nobody's list can change another's."""
    slug = re.sub(r"[^a-z0-9]+", "-", names[0].lower() if names else "").strip("-")[:80]
    return f"{slug}-{hashlib.sha256(' '.join((kind, *names)).encode()).hexdigest()[:16]}"


def _is_whole(value: str) -> bool:
    bare = value.replace("\\*", "").replace("\\?", "")
    return value not in (ANY, NA) and "*" not in bare and "?" not in bare
