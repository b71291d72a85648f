"""Which rule decides, and what does it say?

The rules are data (`data/rules.toml`): the first whose conditions all hold decides. Conditions are what is known of
exploitation (CISA's catalogue, EPSS), severity (CVSS), exposure, and of what stands on the system.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

# Cyber Essentials 3.3, A6.4 and A6.5: high and critical updates within 14 days of their release.
DAYS_FOR_UPDATES = timedelta(days=14)
# What was public for longer than this when a council first listed the product is shown in its inventory, not told.
NEWS_FOR = timedelta(days=45)
LIKELY_PROBABILITY = 0.5


class Priority(IntEnum):
    """How soon to act, the most urgent first."""

    NOW = 1
    SOON = 2
    PLANNED = 3
    KNOW = 4


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one fault in one council.

    `exploited_due_on` is the date in CISA's catalogue, `score` a CVSS base score (0 to 10, None where nobody gave
    one), `probability` EPSS's (0 to 1). `is_exposed`: a system with it can be reached from the internet;
    `carries_service`: a service stands on such a system; `is_sure`: the version is known to be affected.
    """

    is_exploited: bool = False
    for_ransomware: bool = False
    exploited_due_on: date | None = None
    score: float | None = None
    probability: float | None = None
    published_on: date | None = None
    is_exposed: bool = False
    carries_service: bool = False
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """How urgent, by when (None: no date), and why, in the words that a council reads. `rule` names who decided."""

    rule: str
    priority: Priority
    due_on: date | None
    reason: str


@lru_cache(maxsize=16_384)
def decide(case: Case, on: date) -> Decision:
    """Return what the rules say on the day on which a council is first told; no date is earlier than that day."""
    rule = next(rule for rule in _rules() if _holds(rule, case))
    return Decision(rule["id"], Priority[rule["priority"].upper()], _due(rule["due"], case, on), rule["reason"])


def is_worth_telling(case: Case, on: date) -> bool:
    """Say whether a council is told, and doesn't only find it beside the product in its inventory.

    What attackers use, or probably will, is always told. Otherwise what was made public within NEWS_FOR, and only
    where the version is known to be affected.
    """
    if case.is_exploited or (case.is_sure and (case.probability or 0) >= LIKELY_PROBABILITY):
        return True
    return case.is_sure and (case.published_on is None or case.published_on >= news_since(on))


def news_since(on: date) -> date:
    """Return the first day on which something was made public that counts as news on a day."""
    return on - NEWS_FOR


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    text = files(__package__).joinpath("data/rules.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["rule"])


def _holds(rule: dict[str, Any], case: Case) -> bool:
    facts = {
        "exploited": case.is_exploited,
        "ransomware": case.for_ransomware,
        "exposed": case.is_exposed,
        "service": case.carries_service,
        "sure": case.is_sure,
        "unscored": case.score is None,
    }
    if any(rule[name] is not fact for name, fact in facts.items() if name in rule):
        return False
    return bool((case.score or 0) >= rule.get("score", 0) and (case.probability or 0) >= rule.get("probability", 0))


def _due(word: str, case: Case, on: date) -> date | None:
    if word == "none":
        return None
    update = (case.published_on or on) + DAYS_FOR_UPDATES
    listed = case.exploited_due_on if word == "listed" else None
    return max(on, min(update, listed) if listed else update)
