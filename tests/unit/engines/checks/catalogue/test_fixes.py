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
    mended = case | {"given": case["given"] | {f"{name} TXT": [text]}}

    before, after = finding_of(check, case).verdict.value, finding_of(check, mended)

    assert ORDER.get(after.verdict.value, 2) > ORDER[before], after


def test_many_fixes_are_tried() -> None:
    assert len(list(each_fix())) > 40
