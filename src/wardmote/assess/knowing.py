"""How does what other rooms know come to stand beside the outcomes that it bears on?

Reactions call `tell` when something happens elsewhere. What is told informs the people who answer; no answer
changes by it. A source is told whole: what it said before and doesn't say now is forgotten.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from wardmote.engines.frameworks import carried, load_outline, mappings, outlines
from wardmote.register.models import Body

from .models import KnownFact

Verdict = Literal["good", "weak", "bad", "unknown"]
LONGEST = 500


@dataclass(frozen=True)
class Fact:
    """One thing known: which outcomes it bears on, in which edition, and the sentence that people read.

    `key` names the thing within its source for good, for example a check and a domain.
    """

    key: str
    framework: str
    version: str
    outcomes: tuple[str, ...]
    verdict: Verdict
    says: str
    link: str = ""


def tell(*, council: Body, source: str, facts: Iterable[Fact], at: datetime) -> int:
    """Replace what this source says of the council; returns how many outcomes are informed.

    A fact about one edition also stands beside the outcomes of another that a mapping holds for the same.
    """
    rows = {
        (version, outcome, fact.key): _row(council, source, fact, version, outcome, at)
        for fact in facts
        for version, outcome in _places(fact)
    }
    with transaction.atomic():
        KnownFact.objects.filter(council=council, source=source).delete()
        KnownFact.objects.bulk_create(rows.values())
    return len(rows)


def _row(council: Body, source: str, fact: Fact, version: str, outcome: str, at: datetime) -> KnownFact:
    return KnownFact(
        council=council,
        framework=fact.framework,
        version=version,
        outcome=outcome,
        source=source,
        key=fact.key,
        verdict=fact.verdict,
        says=fact.says[:LONGEST],
        link=fact.link,
        known_at=at,
    )


def _places(fact: Fact) -> list[tuple[str, str]]:
    """Return (version, outcome) for every edition of the framework that the fact speaks to."""
    asked = load_outline(fact.framework, fact.version).outcomes
    places = [(fact.version, outcome) for outcome in fact.outcomes if outcome in asked]
    for edition in outlines():
        if edition.key == fact.framework and edition.version != fact.version:
            places += [(edition.version, outcome) for outcome in _elsewhere(fact, edition.version)]
    return places


def _elsewhere(fact: Fact, version: str) -> list[str]:
    ends = {f"{fact.framework}-{fact.version}", f"{fact.framework}-{version}"}
    mapping = next((found for found in mappings() if {found.source, found.target} == ends), None)
    if mapping is None:
        return []
    carrying = carried(mapping, load_outline(fact.framework, fact.version), load_outline(fact.framework, version))
    near = [*carrying.same, *((change.old_id, change.new_id) for change in carrying.changed)]
    return sorted({new for old, new in near if old in fact.outcomes})
