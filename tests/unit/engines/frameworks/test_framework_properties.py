"""What holds for every set of answers, and not only for those we thought of?"""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from wardmote.engines.frameworks import Answer, AreaResult, Rating, judge, load, next_steps

STOCKTAKE = load("stocktake", "1")
AREA = STOCKTAKE.area("leadership")
IDS = [question.id for question in AREA.questions]

an_answer = st.builds(Answer, st.none() | st.integers(0, 4))
every_question = st.fixed_dictionaries(dict.fromkeys(IDS, an_answer))
some_questions = st.dictionaries(st.sampled_from(IDS), an_answer)


def result_of(answers: Mapping[str, Answer]) -> AreaResult:
    return judge(STOCKTAKE, AREA.id, answers)


def step_of(result: AreaResult) -> int:
    return result.rating.step if result.rating else 0


@given(every_question, st.sampled_from(IDS), st.integers(0, 4))
def test_raising_one_answer_never_lowers_the_score_or_the_rating(
    answers: dict[str, Answer], id_: str, level: int
) -> None:
    raised = answers | {id_: Answer(max(level, answers[id_].scores))}

    before, after = result_of(answers), result_of(raised)

    assert after.score >= before.score
    assert step_of(after) >= step_of(before)


@given(some_questions)
def test_the_score_and_counts_stay_within_bounds(answers: dict[str, Answer]) -> None:
    result = result_of(answers)

    assert 0 <= result.score <= 100
    assert result.answered == len(answers) <= result.total == 10
    assert (result.rating is not None) == (len(answers) == 10)
    assert set(result.unknown) == {id_ for id_, answer in answers.items() if answer.level is None}


@given(every_question.flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(list(answers)))))
def test_the_order_of_the_answers_makes_no_difference(pair: tuple[dict[str, Answer], list[str]]) -> None:
    answers, order = pair

    assert result_of({id_: answers[id_] for id_ in order}) == result_of(answers)


@given(every_question)
def test_a_dont_know_scores_as_level_0_does(answers: dict[str, Answer]) -> None:
    known = {id_: Answer(answer.scores) for id_, answer in answers.items()}

    assert result_of(answers).score == result_of(known).score
    assert result_of(known).unknown == ()


@given(every_question)
def test_doing_a_step_adds_exactly_the_gain_that_it_promised(answers: dict[str, Answer]) -> None:
    before = result_of(answers)
    for step in before.next_steps:
        question = next(question for question in AREA.questions if question.id == step.question_id)
        reached = question.advice_from(answers[question.id].scores).reaches

        after = result_of(answers | {question.id: Answer(reached)})

        assert abs(after.score - before.score - step.gain) < 1e-9


@given(some_questions, st.integers(0, 12))
def test_steps_come_by_falling_gain_and_never_more_than_asked_for(answers: dict[str, Answer], count: int) -> None:
    steps = next_steps(AREA, answers, count)
    gains = [step.gain for step in steps]

    assert len(steps) <= count
    assert gains == sorted(gains, reverse=True)
    assert steps == next_steps(AREA, answers, 10)[:count]


@given(every_question)
def test_only_the_top_everywhere_leaves_no_next_step(answers: dict[str, Answer]) -> None:
    result = result_of(answers)
    is_at_the_top = all(answer.level == 4 for answer in answers.values())

    assert (result.next_steps == ()) == is_at_the_top
    assert (result.keep_up is not None) == is_at_the_top


def test_the_top_everywhere_is_green_100_and_the_bottom_red_0() -> None:
    top, bottom = (result_of({id_: Answer(level) for id_ in IDS}) for level in (4, 0))

    assert (top.score, top.rating) == (100.0, Rating.GREEN)
    assert (bottom.score, bottom.rating) == (0.0, Rating.RED)
