"""Do the rules decide as their cases say?"""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.advisories.deciding import Case, Priority, decide, is_worth_telling
from wardmote.engines.advisories.deciding.rules import _rules

CASES = tomllib.loads((Path(__file__).parents[4] / "cases/deciding/rules.toml").read_text())["case"]
DAY = date(2026, 11, 2)
ANY_CASE = st.builds(
    Case,
    is_exploited=st.booleans(),
    for_ransomware=st.booleans(),
    exploited_due_on=st.none() | st.dates(date(2020, 1, 1), date(2028, 1, 1)),
    score=st.none() | st.floats(0, 10),
    probability=st.none() | st.floats(0, 1),
    published_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 11, 2)),
    is_exposed=st.booleans(),
    carries_service=st.booleans(),
    is_sure=st.booleans(),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_rules_decide_as_the_case_says(case: dict[str, Any]) -> None:
    found = decide(Case(**case["given"]), DAY)
    assert (found.rule, found.priority, found.due_on) == (
        case["rule"],
        Priority[case["priority"].upper()],
        case.get("due"),
    )


def test_every_rule_has_a_case() -> None:
    assert {rule["id"] for rule in _rules()} == {case["rule"] for case in CASES}


@given(ANY_CASE)
def test_something_is_decided_of_every_case_and_no_date_is_past(case: Case) -> None:
    found = decide(case, DAY)
    assert found.due_on is None or found.due_on >= DAY
    assert found.reason.endswith(".")
    assert (found.due_on is None) == (found.priority in (Priority.PLANNED, Priority.KNOW))


@given(ANY_CASE)
def test_knowing_of_attacks_never_makes_it_less_urgent(case: Case) -> None:
    before = decide(replace(case, is_exploited=False, for_ransomware=False), DAY)
    assert decide(replace(case, is_exploited=True), DAY).priority <= before.priority


@given(ANY_CASE)
def test_being_reachable_never_makes_it_less_urgent(case: Case) -> None:
    inside = decide(replace(case, is_exposed=False), DAY)
    assert decide(replace(case, is_exposed=True), DAY).priority <= inside.priority


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (Case(is_exploited=True, published_on=date(2014, 4, 7)), True),
        (Case(is_exploited=True, is_sure=False), True),
        (Case(probability=0.5, published_on=date(2019, 1, 1)), True),
        (Case(probability=0.5, is_sure=False, published_on=date(2019, 1, 1)), False),
        (Case(score=9.8, published_on=DAY - timedelta(days=45)), True),
        (Case(score=9.8, published_on=DAY - timedelta(days=46)), False),
        (Case(score=9.8, is_sure=False, published_on=DAY), False),
    ],
)
def test_old_faults_are_told_only_where_somebody_uses_them(case: Case, told: bool) -> None:
    assert is_worth_telling(case, DAY) is told
