"""Does every check answer its cases in tests/cases/checks as they say, and has each check all four verdicts there?"""

import asyncio
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.stated import StatedResolver
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.gather.gathering import Sources, gather
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import checks

CASES = Path(__file__).parents[4] / "cases" / "checks"
DNS_CHECKS = [check for check in checks() if check.area in ("dns", "mail")]


def cases_of(check: Check[Any]) -> list[dict[str, Any]]:
    """Return the cases of a check, which lie where its module's name says."""
    path = CASES / check.area / f"{check.id}.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
    return found


def each_case() -> Iterator[Any]:
    for check in DNS_CHECKS:
        for case in cases_of(check):
            yield pytest.param(check, case, id=f"{check.area}/{check.id}: {case['name']}")


@pytest.mark.parametrize(("check", "case"), list(each_case()))
def test_the_check_answers_as_the_case_says(check: Check[Any], case: dict[str, Any]) -> None:
    domain = case.get("domain", "example.gov.uk")
    sources = Sources(StatedResolver(case["given"]))

    facts = asyncio.run(gather(domain, sources, [check.asks]))
    finding = judge_all([check], facts)[check.id]

    assert (finding.verdict.value, finding.says) == (case["verdict"], case["says"])
    if "evidence" in case:
        assert list(finding.evidence) == case["evidence"]
    if "severity" in case:
        assert finding.severity.name.lower() == case["severity"]
    if "fix" in case:
        assert finding.fix == case["fix"]
    assert bool(finding.fix) == (finding.verdict.value in ("weak", "bad"))


@pytest.mark.parametrize("check", DNS_CHECKS, ids=lambda check: check.id)
def test_a_check_has_cases_for_good_weak_bad_and_unknown(check: Check[Any]) -> None:
    assert {case["verdict"] for case in cases_of(check)} >= {"good", "weak", "bad", "unknown"}


@pytest.mark.parametrize("check", DNS_CHECKS, ids=lambda check: check.id)
def test_a_check_is_unknown_when_nobody_answers_anything(check: Check[Any]) -> None:
    facts = asyncio.run(gather("example.gov.uk", Sources(StatedResolver({"* *": "timeout"})), [check.asks]))

    assert judge_all([check], facts)[check.id].verdict.value == "unknown"
