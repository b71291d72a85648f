"""Does the matcher answer as a person would for each of the pairs in tests/cases/matching?

Each line of a case is a pair of what an advisory says and what somebody runs, with the answer that a person gave and
the reason. Spans are written as intervals: `[1.0,2.0)`, open ends empty, one version without brackets, and the scheme
before it where it isn't GENERIC. A line that is only `written`, or a `row` of a tool, goes the whole way: the nearest
product of the catalogue is taken for confirmed, and it is asked for by each of that product's names, as estate does.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wardmote.engines.advisories.facts import GENERIC, Affected, Product, Span, Status
from wardmote.engines.advisories.inventory.catalogue import Known, shipped
from wardmote.engines.advisories.inventory.naming import Written, read_line
from wardmote.engines.advisories.inventory.proposing import propose
from wardmote.engines.advisories.matching import Certainty, Held, Index, Match, held_of, match, verdict

CASES = Path(__file__).resolve().parents[4] / "cases" / "matching"
LEAST = 0.98
LEAST_PAIRS = 200
SECOND = "second_hand"


@dataclass(frozen=True)
class Pair:
    """An advisory, an inventory's line, and whether the line is concerned."""

    about: str
    says: tuple[Affected, ...]
    file: str
    line: str
    helds: tuple[Held, ...]
    beside: tuple[Held, ...]
    concerned: bool
    why: str
    is_open: bool

    def __str__(self) -> str:
        """Name the pair by its line and its reason."""
        return f"{self.about}: {self.line}: {self.why}"

    @property
    def found(self) -> Match | None:
        """The matcher's answer, the surest where the line has several names."""
        found = [one for held in self.helds if (one := verdict(held, self.says, self.beside))]
        return min(found, key=lambda one: one.certainty is not Certainty.SURE, default=None)


def span(text: str) -> Span:
    """Read an interval."""
    found = re.fullmatch(r"(?:([a-z]+) )?([\[(].*[\])])", text)
    if found is None:
        return Span.one(text)
    scheme, rest = found[1] or GENERIC, found[2]
    low, _, high = rest[1:-1].partition(",")
    return Span(scheme, low, rest[0] == "[" or not low, high, rest[-1] == "]")


def product(given: dict[str, Any]) -> Product:
    """Read a product."""
    return Product(**{name: given.get(name, "") for name in ("vendor", "name", "cpe", "purl")})


def affected(given: dict[str, Any]) -> Affected:
    """Read an entry of an advisory."""
    return Affected(
        product(given),
        Status(given.get("status", "affected")),
        tuple(span(text) for text in given.get("spans", ())),
        given.get("unread", ""),
        tuple(Product(cpe=cpe) for cpe in given.get("running_on", ())),
    )


def helds(line: dict[str, Any]) -> tuple[Held, ...]:
    """Return what a line names: one product, or one under each of the names that the catalogue knows for it."""
    if "written" in line:
        written = read_line(line["written"])
    elif "row" in line:
        written = Written(line.get("vendor", ""), line["name"], line.get("version", ""))
    else:
        return (held_of(product(line), line.get("version", "")),)
    catalogue = {known.id: known for known in shipped()}
    proposed = propose(written, shipped())
    if not proposed:
        return (held_of(Product(written.vendor, written.name), written.version),)
    return tuple(held_of(one, written.version) for one in names_of(catalogue[proposed[0].product]))


def names_of(known: Known) -> list[Product]:
    """Return the names under which advisories may speak of a product of the catalogue."""
    words = [Product(known.vendor, name) for name in (known.name, *known.aliases)]
    words += [Product("", alias) for alias in known.aliases if " " in alias]
    return words + [Product(cpe=f"cpe:2.3:{cpe}{':*' * 8}") for cpe in known.cpe]


def pairs_of(path: Path) -> list[Pair]:
    """Read a file of cases."""
    found = []
    for advisory in tomllib.loads(path.read_text(encoding="utf-8"))["advisory"]:
        says = tuple(affected(given) for given in advisory["says"])
        for line in advisory["lines"]:
            held = helds(line)
            beside = tuple(held_of(Product(cpe=cpe)) for cpe in line.get("beside", ()))
            name = line.get("written") or held[0].written
            about = advisory["about"]
            found.append(
                Pair(about, says, path.stem, name, held, beside, line["concerned"], line["why"], "open" in line)
            )
    return found


PAIRS = [pair for path in sorted(CASES.glob("*.toml")) for pair in pairs_of(path)]


def test_there_are_pairs_of_both_kinds() -> None:
    concerned = sum(pair.concerned for pair in PAIRS)
    assert len(PAIRS) >= LEAST_PAIRS
    assert concerned >= LEAST_PAIRS * 0.4
    assert len(PAIRS) - concerned >= LEAST_PAIRS * 0.4


def test_no_pair_stands_there_twice() -> None:
    seen = [(pair.about, pair.line, pair.helds, pair.beside) for pair in PAIRS]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not pair.is_open], ids=str)
def test_the_answer_is_a_persons(pair: Pair) -> None:
    found = pair.found
    assert (found is not None) is pair.concerned, found and found.why


def test_what_is_open_is_still_open() -> None:
    assert not [pair for pair in PAIRS if pair.is_open and (pair.found is not None) is pair.concerned]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "likely" in pair.why], ids=str)
def test_what_is_likely_is_said_to_be_likely(pair: Pair) -> None:
    found = pair.found
    assert found is not None
    assert found.certainty is Certainty.LIKELY


def figures(pairs: list[Pair], name: str) -> tuple[float, float]:
    """Print and return how many of the matches are right, and how many of the right ones are found."""
    answers = [(pair.concerned, pair.found is not None) for pair in pairs]
    right = answers.count((True, True))
    precision = right / (right + answers.count((False, True)))
    recall = right / (right + answers.count((True, False)))
    print(f"{name}: {len(pairs)} pairs: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 -- the figures
    return precision, recall


def test_precision_and_recall_are_high() -> None:
    figures([pair for pair in PAIRS if pair.file != SECOND], "by the first hand")
    figures([pair for pair in PAIRS if pair.file == SECOND], "by the second hand")
    precision, recall = figures(PAIRS, "together")
    assert precision >= LEAST
    assert recall >= LEAST


def test_the_index_finds_what_comparing_all_pairs_finds() -> None:
    index = Index.of((pair.about, entry) for pair in PAIRS for entry in pair.says)
    for pair in PAIRS:
        for held in pair.helds:
            at_hand = {identity for identity, _ in index.candidates(held)}
            every = {other.about for other in PAIRS if any(match(held, entry) for entry in other.says)}
            assert every <= at_hand, pair
