"""What do the areas' scores add up to?"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.frameworks import Answer, Framework, Rating, judge, judge_whole, load, next_steps, rate

STOCKTAKE = load("stocktake", "1")
AREAS = [area.id for area in STOCKTAKE.areas]
every_question = st.fixed_dictionaries(
    {question.id: st.builds(Answer, st.none() | st.integers(0, 4)) for question in STOCKTAKE.whole.questions}
)


def scores(answers: dict[str, Answer], digits: int = 12) -> dict[str, float]:
    """Return each area's score, rounded as it may be stored."""
    return {
        area.id: round(judge(STOCKTAKE, area.id, {q.id: answers[q.id] for q in area.questions}).score, digits)
        for area in STOCKTAKE.areas
    }


@given(every_question, st.sampled_from([4, 12]))
def test_the_whole_is_scored_by_weighted_points_also_from_rounded_scores(
    answers: dict[str, Answer], digits: int
) -> None:
    points = sum(question.weight * answers[question.id].scores for question in STOCKTAKE.whole.questions)

    result = judge_whole(STOCKTAKE, scores(answers, digits))

    assert result.score == 100 * points / STOCKTAKE.whole.most_points
    assert result.rating is rate(result.score, STOCKTAKE.bands)


@pytest.mark.parametrize("left", range(1, 6))
def test_the_rating_waits_for_the_last_area(left: int) -> None:
    result = judge_whole(STOCKTAKE, dict.fromkeys(AREAS[left:], 75.0))

    assert (result.rating, result.areas, result.total) == (None, 5 - left, 5)
    assert result.score == (75 if left < 5 else 0)


def test_an_area_with_more_points_counts_for_more() -> None:
    light, heavy = sorted(STOCKTAKE.areas, key=lambda area: area.most_points)[::4]
    zeros = dict.fromkeys(AREAS, 0.0)

    assert judge_whole(STOCKTAKE, zeros | {heavy.id: 100}).score > judge_whole(STOCKTAKE, zeros | {light.id: 100}).score


@pytest.mark.parametrize(("score", "rating"), [(0, Rating.RED), (100, Rating.GREEN)])
def test_the_same_everywhere_is_the_same_over_all(score: float, rating: Rating) -> None:
    result = judge_whole(STOCKTAKE, dict.fromkeys(AREAS, score))

    assert (result.score, result.rating, result.whole_score) == (score, rating, score)


def test_the_score_to_show_never_rounds_up() -> None:
    assert judge_whole(STOCKTAKE, {"leadership": 79.375}).whole_score == 79
    assert math.isclose(judge_whole(STOCKTAKE, {"leadership": 79.375}).score, 79.375)


def test_an_area_without_questions_isnt_waited_for_and_has_no_score(small: Framework) -> None:
    assert judge_whole(small, {"doors": 75}).rating == "amber-green"
    with pytest.raises(ValueError, match='asks nothing in an area "windows"'):
        judge_whole(small, {"windows": 50})


@given(every_question)
def test_a_step_over_all_areas_gains_what_it_adds_to_the_whole(answers: dict[str, Answer]) -> None:
    before = judge_whole(STOCKTAKE, scores(answers)).score
    for step in next_steps(STOCKTAKE.whole, answers):
        question = next(q for q in STOCKTAKE.whole.questions if q.id == step.question_id)
        reached = question.advice_from(answers[question.id].scores).reaches

        after = judge_whole(STOCKTAKE, scores(answers | {question.id: Answer(reached)})).score

        assert abs(after - before - step.gain) < 1e-9
