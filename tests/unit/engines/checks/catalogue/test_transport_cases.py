"""Do the checks of how mail is carried answer their cases, which state what servers showed, with all verdicts there?"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.stated_transport import fact_of
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.judging import judge_all
from wardmote.engines.checks.registry import check_of

CASES = Path(__file__).parents[4] / "cases" / "checks" / "mail"
CHECKS = [check_of(id_) for id_ in ("starttls", "mail_certificates", "dane", "mta_sts_policy")]


def cases_of(check: Check[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CASES / f"{check.id}.toml").read_text(encoding="utf-8"))["cases"]
    return found


def each_case() -> Iterator[Any]:
    for check in CHECKS:
        for case in cases_of(check):
            yield pytest.param(check, case, id=f"{check.id}: {case['name']}")


@pytest.mark.parametrize(("check", "case"), list(each_case()))
def test_the_check_answers_as_the_case_says(check: Check[Any], case: dict[str, Any]) -> None:
    finding = judge_all([check], {check.asks: fact_of(check.asks, case["fact"])})[check.id]

    assert (finding.verdict.value, finding.says) == (case["verdict"], case["says"])
    if "evidence" in case:
        assert list(finding.evidence) == case["evidence"]
    if "severity" in case:
        assert finding.severity.name.lower() == case["severity"]
    if "fix" in case:
        assert finding.fix == case["fix"]
    assert bool(finding.fix) == bool(finding.severity) == (finding.verdict.value in ("weak", "bad"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_has_cases_for_good_weak_bad_and_unknown(check: Check[Any]) -> None:
    assert {case["verdict"] for case in cases_of(check)} == {"good", "weak", "bad", "unknown", "not-applicable"}
