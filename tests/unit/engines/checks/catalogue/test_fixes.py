"""Does it help to publish the very record that a finding names?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.engines.checks.catalogue.test_check_cases import DNS_CHECKS, cases_of
from tests.unit.engines.checks.stated import finding_of
from wardmote.engines.checks.check import Check

ORDER = {"bad": 0, "weak": 1}
# A fix that ends in one TXT record to publish; others end in a record to delete or to look at.
TO_PUBLISH = re.compile(r'(?:[Pp]ublish|Delete all but one)\b[^"]*: (\S+)\. TXT ("(?:[^"\\]|\\.)*"(?: "[^"]*")*)')

# A careful fix is one step of several; where it doesn't help yet, the next one is asked for with the same caution.
STEP = re.compile(r"When the reports show that your own mail passes, publish")
MOST_STEPS = 3


def each_fix() -> Iterator[Any]:
    for check in DNS_CHECKS:
        for case in cases_of(check):
            found = TO_PUBLISH.fullmatch(case.get("fix", "")) or TO_PUBLISH.search(case.get("fix", ""))
            if found and found.end() == len(case["fix"]) and "*" not in found[1] and "then delete" not in case["fix"]:
                yield pytest.param(check, case, found[1], found[2], id=f"{check.id}: {case['name']}")


@pytest.mark.parametrize(("check", "case", "name", "text"), list(each_fix()))
def test_publishing_what_the_finding_says_makes_it_better(
    check: Check[Any], case: dict[str, Any], name: str, text: str
) -> None:
    before, after = finding_of(check, case).verdict.value, finding_of(check, case)

    for _ in range(MOST_STEPS):
        case = published(case, name, text)
        after = finding_of(check, case)
        if ORDER.get(after.verdict.value, 2) > ORDER[before] or not STEP.search(after.fix):
            break
        found = TO_PUBLISH.search(after.fix)
        assert found
        name, text = found[1], found[2]

    assert ORDER.get(after.verdict.value, 2) > ORDER[before], after


def published(case: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    """Return a case in which the record stands at the name, in place of what stood there."""
    return case | {"given": case["given"] | {f"{name} TXT": [text]}}


def test_many_fixes_are_tried() -> None:
    assert len(list(each_fix())) > 40
