"""Does the survey say of every case in tests/cases/checks/spf what the case says?"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.checks.zone import Zone
from wardmote.engines.checks.questions import converse
from wardmote.engines.checks.spf import Qualifier, RemarkKind, survey

CASES = Path(__file__).parents[4] / "cases" / "checks" / "spf" / "survey.toml"


def each_case() -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["cases"]]


@pytest.mark.parametrize("case", each_case())
def test_the_case_is_surveyed_as_it_says(case: dict[str, Any]) -> None:
    found = converse(survey(case["domain"]), Zone(case["zone"]))

    assert sorted(remark.kind.value for remark in found.remarks) == case["remarks"]
    assert found.lookups == case["lookups"]
    assert found.ending == (Qualifier(case["ending"]) if "ending" in case else None)
    assert list(found.includes) == case.get("includes", [])
    if "networks" in case:
        assert [str(network) for network in found.networks] == case["networks"]


def test_every_kind_of_remark_has_a_case_or_a_test_of_its_own() -> None:
    kinds = {kind for case in each_case() for kind in case.values[0]["remarks"]}

    assert {kind.value for kind in RemarkKind} - kinds == {"cut_short", "long_record"}


def test_a_long_record_is_told() -> None:
    long = "v=spf1 " + " ".join(f"ip4:192.0.2.{number}" for number in range(60)) + " -all"

    found = converse(survey("council.example"), Zone({"council.example": [f"TXT {long}"]}))

    assert found.has(RemarkKind.LONG_RECORD)
    assert sum(network.num_addresses for network in found.networks) == 60


def test_all_texts_of_a_name_count_towards_its_length() -> None:
    zone = Zone({"council.example": ["TXT v=spf1 -all", f"TXT {'x' * 450}"]})

    assert converse(survey("council.example"), zone).has(RemarkKind.LONG_RECORD)


def test_an_endless_policy_is_cut_short() -> None:
    zone = Zone({f"n{number}.example": [f"TXT v=spf1 include:n{number + 1}.example -all"] for number in range(500)})

    found = converse(survey("n0.example"), zone)

    assert found.has(RemarkKind.CUT_SHORT)
    assert found.has(RemarkKind.TOO_MANY_LOOKUPS)
    assert len(zone.asked) < 100


def test_a_fault_is_told_with_its_record_and_position() -> None:
    zone = Zone({"council.example": ["TXT v=spf1 mx ipv4:192.0.2.1 -all"], "m.example": []})

    (fault,) = converse(survey("council.example"), zone).permerrors

    assert (fault.domain, fault.term, fault.position) == ("council.example", "ipv4:192.0.2.1", 10)


def test_a_name_that_cannot_be_asked_for_is_not_asked_for() -> None:
    zone = Zone({})

    found = converse(survey("localhost"), zone)

    assert found.record is None
    assert zone.asked == []
