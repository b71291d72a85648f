"""Does the status follow from the statements exactly by the CAF's rule?"""

import os
import re
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.frameworks import (
    Outcome,
    Reply,
    Statement,
    Status,
    check_replies_fit,
    distribution,
    status_of,
    weakest,
)

ROOT = Path(__file__).parents[4]
FILE = tomllib.loads((ROOT / "tests/cases/frameworks/caf_status_rule.toml").read_text(encoding="utf-8"))
SAMPLE = (
    Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared/data")) / "caf/cyber-assessment-framework-v3.2.yaml"
)
BAD, HALF, GOOD = Status
AMOUNTS = {"none": 0, "some": 1, "all": 2}


def outcome_with(bad: int, half: int, good: int) -> Outcome:
    """An outcome with so many statements at each level; one without any at "partially" doesn't have the level."""
    counts = {BAD: bad, HALF: half, GOOD: good}
    return Outcome(
        id="A1.a",
        title="Doors",
        asks="Locked?",
        looks={level: "So." for level in Status if counts[level] or level is not HALF},
        statements=tuple(
            Statement(f"A1.a.{level}.{n}", level, f"{level} {n}") for level in Status for n in range(counts[level])
        ),
    )


def first_true(outcome: Outcome, bad: str, half: str, good: str) -> dict[str, Reply]:
    """Replies that make none, the first or all of the statements at each level true."""
    amounts = {BAD: bad, HALF: half, GOOD: good}
    return {
        statement.id: Reply.TRUE
        for level, amount in amounts.items()
        for statement in outcome.statements_at(level)[: AMOUNTS[amount]]
    }


def said(case: dict[str, Any]) -> str:
    return "_".join(case.get(level, "empty") for level in ("achieved", "partially", "not"))


@pytest.mark.parametrize("case", FILE["cases"], ids=said)
def test_each_of_the_27_combinations_gives_its_status(case: dict[str, Any]) -> None:
    outcome = outcome_with(2, 2, 2)

    replies = first_true(outcome, case["not"], case["partially"], case["achieved"])

    assert status_of(outcome, replies) == case["status"]


@pytest.mark.parametrize("vacuous", AMOUNTS)
@pytest.mark.parametrize("case", FILE["without_partially"], ids=said)
def test_an_empty_partially_level_is_never_reached(case: dict[str, Any], vacuous: str) -> None:
    outcome = outcome_with(2, 0, 2)

    replies = first_true(outcome, case["not"], vacuous, case["achieved"])

    assert outcome.levels == (BAD, GOOD)
    assert status_of(outcome, replies) == case["status"]


def test_the_cases_are_all_27_and_all_9_combinations() -> None:
    assert {said(case) for case in FILE["cases"]} == {"_".join(three) for three in product(AMOUNTS, repeat=3)}
    assert len(FILE["cases"]) == 27
    assert len({said(case) for case in FILE["without_partially"]}) == len(FILE["without_partially"]) == 9


def test_the_cases_say_what_the_published_rule_says() -> None:
    if not SAMPLE.exists():
        pytest.skip("The published file isn't here: set WARDMOTE_SAMPLES to the folder that holds caf/.")
    rule = re.findall(r"^  (\w+_\w+_\w+):\n.*\n    outcome_status: \*(\w+)$", SAMPLE.read_text(encoding="utf-8"), re.M)

    assert {said(case): case["status"].replace("-", "_") for case in FILE["cases"]} == dict(rule)


def test_one_statement_alone_is_all_of_its_level() -> None:
    outcome = outcome_with(1, 1, 1)

    assert status_of(outcome, first_true(outcome, "none", "all", "none")) is HALF
    assert status_of(outcome, first_true(outcome, "none", "none", "all")) is GOOD
    assert status_of(outcome, first_true(outcome, "all", "all", "all")) is BAD


def test_an_outcome_without_statements_is_not_achieved() -> None:
    assert status_of(outcome_with(0, 0, 0), {}) is BAD


def test_a_missing_reply_counts_as_not_true() -> None:
    outcome = outcome_with(1, 0, 3)
    replies = first_true(outcome, "none", "none", "all")

    assert len(replies) == 2
    assert status_of(outcome, replies) is BAD


def test_an_alternative_counts_as_true() -> None:
    outcome = outcome_with(1, 1, 2)
    alternative = dict.fromkeys(("A1.a.achieved.0", "A1.a.partially-achieved.0"), Reply.ALTERNATIVE)

    assert status_of(outcome, alternative) is HALF
    assert status_of(outcome, {**alternative, "A1.a.achieved.1": Reply.TRUE}) is GOOD


def test_an_alternative_cannot_stand_for_what_is_not_achieved() -> None:
    with pytest.raises(ValueError, match=r'can\'t stand for "A1\.a\.not-achieved\.0"'):
        status_of(outcome_with(1, 1, 1), {"A1.a.not-achieved.0": Reply.ALTERNATIVE})


def test_a_reply_to_a_statement_of_another_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match=r'Outcome A1\.a has no statement "A1\.b\.1"'):
        check_replies_fit(outcome_with(1, 1, 1), {"A1.b.1": Reply.TRUE})


@st.composite
def answered(draw: st.DrawFn) -> tuple[Outcome, dict[str, Reply]]:
    """An outcome with zero to four statements at each level, and any replies that fit."""
    outcome = outcome_with(*(draw(st.integers(0, 4)) for _ in Status))
    replies = {}
    for statement in outcome.statements:
        kinds = [Reply.TRUE] if statement.level is BAD else list(Reply)
        reply = draw(st.none() | st.sampled_from(kinds))
        if reply:
            replies[statement.id] = reply
    return outcome, replies


@given(answered())
def test_the_status_never_falls_when_something_good_becomes_true(pair: tuple[Outcome, dict[str, Reply]]) -> None:
    outcome, replies = pair
    for statement in (*outcome.statements_at(HALF), *outcome.statements_at(GOOD)):
        better = replies | {statement.id: Reply.TRUE}

        assert status_of(outcome, better).step >= status_of(outcome, replies).step


@given(answered())
def test_the_status_never_falls_when_something_bad_becomes_false(pair: tuple[Outcome, dict[str, Reply]]) -> None:
    outcome, replies = pair
    for statement in outcome.statements_at(BAD):
        better = {id_: reply for id_, reply in replies.items() if id_ != statement.id}

        assert status_of(outcome, better).step >= status_of(outcome, replies).step


@given(answered())
def test_the_status_is_a_level_that_the_outcome_has(pair: tuple[Outcome, dict[str, Reply]]) -> None:
    outcome, replies = pair

    assert status_of(outcome, replies) in outcome.levels


@given(answered())
def test_an_alternative_counts_exactly_as_true_does(pair: tuple[Outcome, dict[str, Reply]]) -> None:
    outcome, replies = pair

    assert status_of(outcome, replies) is status_of(outcome, dict.fromkeys(replies, Reply.TRUE))


@pytest.mark.parametrize(
    ("statuses", "counts"),
    [([GOOD, HALF, GOOD], HALF), ([GOOD, BAD, HALF], BAD), ([GOOD, GOOD], GOOD), ([HALF], HALF), ([], None)],
)
def test_the_weakest_system_counts_for_the_council(statuses: list[Status], counts: Status | None) -> None:
    assert weakest(statuses) is counts
    assert weakest(iter(statuses)) is counts


def test_a_distribution_shows_every_status_also_an_empty_one() -> None:
    assert list(distribution([GOOD, BAD, GOOD]).items()) == [(BAD, 1), (HALF, 0), (GOOD, 2)]
