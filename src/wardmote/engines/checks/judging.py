"""What do gathered facts say, check by check? The one place where "nothing is known" becomes the verdict unknown."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts import Unreachable
from wardmote.engines.checks.verdicts import Finding, Verdict

F = TypeVar("F")
# Gathered facts by their type; Unreachable stands where a fact could not be had.
Facts = Mapping[type[Any], object]


def unknown(unreachable: Unreachable, about: str = "") -> Finding:
    """Return the finding that says why nothing is known; a judge with facts known in part says it this way too."""
    subject = f" about {about}" if about else ""
    return Finding(Verdict.UNKNOWN, f"Nothing is known{subject}: {unreachable.words}.")


def judge(check: Check[F], fact: F | Unreachable) -> Finding:
    """Judge one fact; the check's own fix is added where the judge gave no exact record."""
    if isinstance(fact, Unreachable):
        return unknown(fact)
    return check.judge(fact).with_fix_unless_given(check.fix)


def judge_all(checks: Iterable[Check[Any]], facts: Facts) -> dict[str, Finding]:
    """Return each check's finding by the check's id; a fact that wasn't gathered raises KeyError."""
    return {check.id: judge(check, facts[check.asks]) for check in checks}
