"""Does every check of the DNS answer its cases in tests/cases/checks as they say, with all verdicts among them?

A check whose cases state records (`given`) is answered here; the others need more than a resolver, and have tests of
their own. A check that can't be weak, bad or unknown says so: `never = ["weak"]` at the head of its cases.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.stated import finding_of
from wardmote.engines.checks.check import Check
from wardmote.engines.checks.registry import checks

CASES = Path(__file__).parents[4] / "cases" / "checks"


def path_of(check: Check[Any]) -> Path:
    """Return where the file of a check's cases lies."""
    return CASES / check.area / f"{check.id}.toml"


def file_of(check: Check[Any]) -> dict[str, Any]:
    """Return what the file of a check's cases says."""
    return tomllib.loads(path_of(check).read_text(encoding="utf-8"))


def cases_of(check: Check[Any]) -> list[dict[str, Any]]:
    """Return the cases of a check."""
    found: list[dict[str, Any]] = file_of(check)["cases"]
    return found


def has_cases_of_records(check: Check[Any]) -> bool:
    """Whether the check's cases state records; a check without cases fails a test of its own."""
    return path_of(check).exists() and "given" in cases_of(check)[0]


OF_THE_DNS = [check for check in checks() if check.area in ("dns", "mail")]
DNS_CHECKS = [check for check in OF_THE_DNS if has_cases_of_records(check)]


def each_case() -> Iterator[Any]:
    for check in DNS_CHECKS:
        for case in cases_of(check):
            yield pytest.param(check, case, id=f"{check.area}/{check.id}: {case['name']}")


@pytest.mark.parametrize(("check", "case"), list(each_case()))
def test_the_check_answers_as_the_case_says(check: Check[Any], case: dict[str, Any]) -> None:
    finding = finding_of(check, case)

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
    never = set(file_of(check).get("never", ()))

    assert {"good", "weak", "bad", "unknown"} - {case["verdict"] for case in cases_of(check)} == never


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_a_check_has_a_file_of_cases(check: Check[Any]) -> None:
    assert path_of(check).exists()


@pytest.mark.parametrize("check", OF_THE_DNS, ids=lambda check: check.id)
def test_a_check_is_unknown_when_nobody_answers_anything(check: Check[Any]) -> None:
    silence = {"given": {"* *": "timeout"}, "told": {"look_alikes": ["examp1e.gov.uk"]}}

    asks_nobody = "unknown" in file_of(check).get("never", ())
    assert (finding_of(check, silence).verdict.value == "unknown") != asks_nobody
