"""Does the matcher answer as a person would for each of the pairs in tests/cases/matching?

Each line of a case is a pair of what an advisory says and what somebody runs, with the answer that a person gave and
the reason. Spans are written as intervals: `[1.0,2.0)`, open ends empty, one version without brackets, and the scheme
before it where it isn't GENERIC.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wardmote.engines.advisories.facts import GENERIC, Affected, Product, Span, Status
from wardmote.engines.advisories.matching import Certainty, Held, Index, held_of, match, verdict

CASES = Path(__file__).resolve().parents[4] / "cases" / "matching"
LEAST = 0.98
LEAST_PAIRS = 200


@dataclass(frozen=True)
class Pair:
    """An advisory, an inventory's line, and whether the line is concerned."""

    about: str
    says: tuple[Affected, ...]
    held: Held
    beside: tuple[Held, ...]
    concerned: bool
    why: str

    def __str__(self) -> str:
        """Name the pair by its line and its reason."""
        return f"{self.about}: {self.held.written}: {self.why}"


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


def pairs_of(path: Path) -> list[Pair]:
    """Read a file of cases."""
    found = []
    for advisory in tomllib.loads(path.read_text(encoding="utf-8"))["advisory"]:
        says = tuple(affected(given) for given in advisory["says"])
        for line in advisory["lines"]:
            held = held_of(product(line), line.get("version", ""))
            beside = tuple(held_of(Product(cpe=cpe)) for cpe in line.get("beside", ()))
            found.append(Pair(advisory["about"], says, held, beside, line["concerned"], line["why"]))
    return found


PAIRS = [pair for path in sorted(CASES.glob("*.toml")) for pair in pairs_of(path)]


def test_there_are_pairs_of_both_kinds() -> None:
    concerned = sum(pair.concerned for pair in PAIRS)
    assert len(PAIRS) >= LEAST_PAIRS
    assert concerned >= LEAST_PAIRS * 0.4
    assert len(PAIRS) - concerned >= LEAST_PAIRS * 0.4


def test_no_pair_stands_there_twice() -> None:
    seen = [(pair.about, pair.held, pair.beside) for pair in PAIRS]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_answer_is_a_persons(pair: Pair) -> None:
    found = verdict(pair.held, pair.says, pair.beside)
    assert (found is not None) is pair.concerned, found and found.why


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "likely" in pair.why], ids=str)
def test_what_is_likely_is_said_to_be_likely(pair: Pair) -> None:
    found = verdict(pair.held, pair.says, pair.beside)
    assert found is not None
    assert found.certainty is Certainty.LIKELY


def test_precision_and_recall_are_high() -> None:
    answers = [(pair.concerned, verdict(pair.held, pair.says, pair.beside) is not None) for pair in PAIRS]
    right = answers.count((True, True))
    precision = right / (right + answers.count((False, True)))
    recall = right / (right + answers.count((True, False)))
    print(f"{len(PAIRS)} pairs: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 -- the figures themselves
    assert precision >= LEAST
    assert recall >= LEAST


def test_the_index_finds_what_comparing_all_pairs_finds() -> None:
    index = Index.of((pair.about, entry) for pair in PAIRS for entry in pair.says)
    for pair in PAIRS:
        at_hand = {identity for identity, _ in index.candidates(pair.held)}
        every = {other.about for other in PAIRS if any(match(pair.held, entry) for entry in other.says)}
        assert every <= at_hand, pair
