"""Does each case in tests/cases/checks/dmarc find the record, the policy and the organisation that it says?"""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.checks.zone import TIMEOUT, Zone
from wardmote.engines.checks.dmarc import MOST_QUERIES, TreeWalk, inherit, shared_parent_trap, targets, walk_tree
from wardmote.engines.checks.questions import converse, found

CASES = Path(__file__).parents[4] / "cases" / "checks" / "dmarc" / "walks.toml"


def each_case() -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["cases"]]


def zone_of(case: dict[str, Any]) -> Zone:
    return Zone(
        {
            f"_dmarc.{name}": [text if text == TIMEOUT else f"TXT {text}" for text in texts]
            for name, texts in case.get("zone", {}).items()
        }
    )


def walk_of(case: dict[str, Any]) -> TreeWalk:
    return converse(walk_tree(case["domain"]), zone_of(case))


each = pytest.mark.parametrize("case", each_case())


@each
def test_the_walk_asks_the_names_and_ends_at_the_organisation(case: dict[str, Any]) -> None:
    zone = zone_of(case)

    walk = converse(walk_tree(case["domain"]), zone)

    assert walk.organisation == case["organisation"]
    assert len(zone.asked) <= MOST_QUERIES
    if "asked" in case:
        assert [step.name for step in walk.steps] == case["asked"]


@each
def test_the_record_that_applies_is_the_cases(case: dict[str, Any]) -> None:
    inherited = inherit(walk_of(case), exists=case.get("exists", True))

    assert inherited.published_at == case.get("published_at")
    assert inherited.tag == case.get("tag", "")
    assert inherited.policy == case.get("policy")
    assert inherited.applied == case.get("applied", case.get("policy"))
    assert list(inherited.passed_over) == case.get("passed_over", [])
    assert inherited.is_unknown == case.get("is_unknown", False)
    assert case.get("says", "") in inherited.says


@each
def test_the_trap_is_found_where_there_is_one(case: dict[str, Any]) -> None:
    trap = shared_parent_trap(walk_of(case))

    assert (trap.owner if trap else None) == case.get("trap")
    if trap:
        assert trap.takes_policy == case["takes_policy"]
        assert "psd=n" in trap.says
        assert trap.fix == case.get("fix", trap.fix)


@pytest.mark.parametrize("case", [case for case in each_case() if "fix" in case.values[0]])
def test_the_fix_takes_the_domain_out_of_the_trap(case: dict[str, Any]) -> None:
    trap = shared_parent_trap(walk_of(case))
    assert trap

    mended = case | {"zone": case["zone"] | {trap.owner: [trap.fix]}}

    assert shared_parent_trap(walk_of(mended)) is None
    assert inherit(walk_of(mended)).published_at == trap.owner


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=2), min_size=1, max_size=127).map(".".join))
def test_no_name_needs_more_than_eight_questions(domain: str) -> None:
    names = targets(domain)

    assert names[0] == domain
    assert len(names) <= MOST_QUERIES
    assert all(domain == name or domain.endswith(f".{name}") for name in names)
    assert "." not in names[-1]


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=3))
def test_no_names_or_texts_make_the_walk_raise(domain: str, texts: list[str]) -> None:
    walk = converse(walk_tree(domain), lambda _: found(*texts, "v=DMARC1; p=none"))

    assert inherit(walk).says
    assert shared_parent_trap(walk) is None or walk.organisation
