"""Does the grade follow its published formula, and never get better when a finding gets worse?"""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.checks.grading import BANDS, LETTERS, LOSSES, Grade, grade
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

GOOD = Finding(Verdict.GOOD, "All is well.")
UNKNOWN = Finding(Verdict.UNKNOWN, "Nothing is known: no answer came in time.")
NOT_APPLICABLE = Finding(Verdict.NOT_APPLICABLE, "The domain takes no mail.")
# Answers that are known, best first.
LADDER = (GOOD, *(Finding(Verdict.BAD, "Something is bad.", severity=severity) for severity in LOSSES))

known = st.sampled_from(LADDER)
any_finding = st.sampled_from((*LADDER, UNKNOWN, NOT_APPLICABLE))
any_findings = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), any_finding, max_size=40)


def weak(severity: Severity) -> Finding:
    """Return a weak finding."""
    return Finding(Verdict.WEAK, "Something is weak.", severity=severity)


def numbered(*findings: Finding) -> Mapping[str, Finding]:
    """Return findings under made-up ids."""
    return {f"check_{at:02}": finding for at, finding in enumerate(findings)}


@pytest.mark.parametrize(
    ("findings", "letter", "points"),
    [
        ([GOOD], "A", 100),
        ([GOOD] + [weak(Severity.LOW)] * 5, "A", 90),
        ([GOOD] + [weak(Severity.LOW)] * 6, "B", 88),
        ([weak(Severity.MEDIUM)], "B", 94),
        ([weak(Severity.MEDIUM)] * 4, "B", 76),
        ([weak(Severity.MEDIUM)] * 5, "C", 70),
        ([weak(Severity.HIGH)], "C", 85),
        ([weak(Severity.HIGH)] * 3, "C", 55),
        ([weak(Severity.HIGH)] * 3 + [weak(Severity.LOW)], "D", 53),
        ([weak(Severity.CRITICAL)], "D", 60),
        ([weak(Severity.CRITICAL)] * 2, "E", 20),
        ([weak(Severity.CRITICAL)] * 3, "E", 0),
    ],
)
def test_the_points_and_the_worst_finding_give_the_letter(findings: list[Finding], letter: str, points: int) -> None:
    found = grade(numbered(*findings))
    assert (found.letter, found.points) == (letter, points)


def test_weak_and_bad_of_one_severity_cost_the_same() -> None:
    bad = Finding(Verdict.BAD, "Something is bad.", severity=Severity.HIGH)
    assert grade({"x": bad}) == grade({"x": weak(Severity.HIGH)})


def test_a_fault_whose_judge_named_no_severity_counts_as_low() -> None:
    assert grade({"x": Finding(Verdict.BAD, "Something is bad.")}).lost == (("x", LOSSES[Severity.LOW]),)


def test_what_was_lost_is_named_with_the_most_first() -> None:
    found = grade({"b": weak(Severity.LOW), "a": weak(Severity.LOW), "c": weak(Severity.HIGH), "d": GOOD})
    assert found.lost == (("c", 15), ("a", 2), ("b", 2))


def test_the_reason_names_the_points_or_what_held_the_letter_down() -> None:
    assert grade({"x": weak(Severity.LOW)}).why == "98 of 100 points."
    assert grade({"x": weak(Severity.HIGH)}).why == ("85 points; a finding of high severity allows no better than C.")
    assert grade(numbered(*[weak(Severity.HIGH)] * 4)).why == "40 of 100 points."


def test_a_third_unknown_is_still_graded_and_more_is_not() -> None:
    assert grade(numbered(GOOD, GOOD, UNKNOWN)).letter == "A"
    found = grade(numbered(GOOD, GOOD, GOOD, UNKNOWN, UNKNOWN))
    assert (found.letter, found.unknown, found.applicable) == (None, 2, 5)
    assert found.why == "No grade: 2 of 5 answers are unknown."


@pytest.mark.parametrize("findings", [[], [NOT_APPLICABLE], [NOT_APPLICABLE] * 9])
def test_where_nothing_applies_there_is_no_grade(findings: list[Finding]) -> None:
    assert grade(numbered(*findings)) == Grade(None, 100, (), 0, 0, "No grade: no check applies to this domain.")


@given(any_findings)
def test_the_formula_can_be_worked_out_by_hand(findings: Mapping[str, Finding]) -> None:
    found = grade(findings)
    assert found.points == max(0, 100 - sum(points for _, points in found.lost))
    if found.letter:
        assert found.points >= dict(BANDS)[found.letter]
        assert found.unknown * 3 <= found.applicable


@given(any_findings, st.data())
def test_a_worse_finding_never_betters_the_grade(findings: Mapping[str, Finding], data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(sorted({*findings, "z"})))
    steps = sorted(data.draw(st.tuples(st.integers(0, len(LADDER) - 1), st.integers(0, len(LADDER) - 1))))
    better, worse = (grade({**findings, id_: LADDER[step]}) for step in steps)
    assert worse.points <= better.points
    assert (worse.letter is None) == (better.letter is None)
    if better.letter and worse.letter:
        assert LETTERS.index(worse.letter) >= LETTERS.index(better.letter)


@given(any_findings, st.integers(0, 20))
def test_what_does_not_apply_counts_nothing(findings: Mapping[str, Finding], more: int) -> None:
    others = {f"other_{at}": NOT_APPLICABLE for at in range(more)}
    assert grade({**findings, **others}) == grade(findings)


@given(any_findings)
def test_the_order_of_the_findings_makes_no_difference(findings: Mapping[str, Finding]) -> None:
    assert grade({id_: findings[id_] for id_ in sorted(findings, reverse=True)}) == grade(findings)
