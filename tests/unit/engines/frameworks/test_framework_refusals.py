"""Are answers that don't belong refused in words, and is an area without questions left unrated?"""

import pytest

from wardmote.engines.frameworks import Answer, Framework, judge, next_steps


def test_an_answer_to_a_question_that_is_not_asked_is_refused(small: Framework) -> None:
    with pytest.raises(ValueError, match='The area "doors" has no question "back-door"'):
        judge(small, "doors", {"back-door": Answer(1)})


def test_a_next_step_for_a_question_that_is_not_asked_is_refused(small: Framework) -> None:
    with pytest.raises(ValueError, match='The area "doors" has no question "back-door"'):
        next_steps(small.area("doors"), {"back-door": Answer(1)})


def test_an_area_that_the_framework_does_not_have_is_refused(small: Framework) -> None:
    with pytest.raises(ValueError, match='A small questionnaire version 1 has no area "roof"'):
        judge(small, "roof", {})


@pytest.mark.parametrize("level", [-1, 5, 100])
def test_a_level_out_of_range_is_refused(small: Framework, level: int) -> None:
    with pytest.raises(ValueError, match=f"a level from 0 to 4 or don't know, not {level}"):
        judge(small, "doors", {"front-door": Answer(level)})


def test_an_area_without_questions_has_no_rating_no_step_and_is_not_complete(small: Framework) -> None:
    result = judge(small, "windows", {})

    assert (result.score, result.rating, result.total) == (0.0, None, 0)
    assert (result.next_steps, result.keep_up) == ((), None)
    assert not result.is_complete


def test_an_answered_area_is_complete(small: Framework) -> None:
    assert judge(small, "doors", {"front-door": Answer(None)}).is_complete
