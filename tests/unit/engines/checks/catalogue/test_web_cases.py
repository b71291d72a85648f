"""Does every check of the web answer its cases in tests/cases/checks/web, and has each its verdicts there?"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.stated_web import stated
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.facts import Reason, Unreachable
from wardmote.engines.checks.gather.gathering import gatherers
from wardmote.engines.checks.judging import judge
from wardmote.engines.checks.registry import checks

CASES = Path(__file__).parents[4] / "cases" / "checks" / "web"
WEB_CHECKS = [check for check in checks() if check.area == "web"]
# Verdicts that a check can't come to, and why.
WITHOUT = {
    "accessibility_statement": {"bad"},  # a statement may stand where no link of the landing page leads
}


def cases_of(check: Check[Any]) -> list[dict[str, Any]]:
    """Return the cases of a check, which lie where its module's name says."""
    found: list[dict[str, Any]] = tomllib.loads((CASES / f"{check.id}.toml").read_text(encoding="utf-8"))["cases"]
    return found


def each_case() -> Iterator[Any]:
    for check in WEB_CHECKS:
        for case in cases_of(check):
            yield pytest.param(check, case, id=f"{check.id}: {case['name']}")


@pytest.mark.parametrize(("check", "case"), list(each_case()))
def test_the_check_answers_as_the_case_says(check: Check[Any], case: dict[str, Any]) -> None:
    finding = judge(check, stated(check.asks, case["seen"]))

    assert (finding.verdict.value, finding.says) == (case["verdict"], case["says"])
    if "evidence" in case:
        assert list(finding.evidence) == case["evidence"]
    if "severity" in case:
        assert finding.severity.name.lower() == case["severity"]
    if "fix" in case:
        assert finding.fix == case["fix"]
    assert bool(finding.fix) == (finding.verdict.value in ("weak", "bad"))
    assert (finding.severity > 0) == (finding.verdict.value in ("weak", "bad"))


@pytest.mark.parametrize("check", WEB_CHECKS, ids=lambda check: check.id)
def test_a_check_has_cases_for_good_weak_bad_and_unknown(check: Check[Any]) -> None:
    wanted = {"good", "weak", "bad", "unknown"} - WITHOUT.get(check.id, set())
    assert {case["verdict"] for case in cases_of(check)} >= wanted


@pytest.mark.parametrize("check", WEB_CHECKS, ids=lambda check: check.id)
def test_a_name_without_a_website_has_nothing_to_check(check: Check[Any]) -> None:
    finding = judge(check, stated(check.asks, {"start": ""}))

    assert (finding.verdict.value, finding.says) == ("not-applicable", "There is no website at this name.")


@pytest.mark.parametrize("check", WEB_CHECKS, ids=lambda check: check.id)
def test_a_site_that_falls_silent_is_unknown_and_never_bad(check: Check[Any]) -> None:
    assert judge(check, Unreachable(Reason.TIMEOUT)).verdict.value == "unknown"
    assert judge(check, stated(check.asks, {"plain": ["timeout"], "secure": ["timeout"]})).verdict.value == "unknown"


@pytest.mark.parametrize("check", WEB_CHECKS, ids=lambda check: check.id)
def test_somebody_gathers_the_fact_that_a_check_asks_for(check: Check[Any]) -> None:
    assert check.asks in gatherers()
