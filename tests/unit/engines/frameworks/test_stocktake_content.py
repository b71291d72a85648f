"""Is our own stocktake complete, short enough to read, and tied to outcomes that exist?"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from wardmote.engines.frameworks import Area, Question, load

STOCKTAKE = load("stocktake", "1")
LEADERSHIP = STOCKTAKE.area("leadership")
QUESTIONS = STOCKTAKE.whole.questions

OUTCOMES_OF_EACH_PRINCIPLE = {
    "A1": "abc",
    "A2": "ab",
    "A3": "a",
    "A4": "a",
    "B1": "ab",
    "B2": "abcd",
    "B3": "abcde",
    "B4": "abcd",
    "B5": "abc",
    "B6": "ab",
    "C1": "abcde",
    "C2": "ab",
    "D1": "abc",
    "D2": "ab",
}
CAF_3_2 = {
    f"{principle}.{outcome}" for principle, outcomes in OUTCOMES_OF_EACH_PRINCIPLE.items() for outcome in outcomes
}


def texts_in(value: object) -> Iterator[str]:
    """Every text anywhere inside a framework."""
    if isinstance(value, str):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    if is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def by_id(one: Area | Question) -> str:
    return one.id


def test_it_has_the_five_areas_in_order() -> None:
    assert {area.id: area.title for area in STOCKTAKE.areas} == {
        "leadership": "Leadership, reporting and ownership",
        "governance": "Governance, structures and policies",
        "partnerships": "Partnerships, information, advice and guidance",
        "technology": "Technology, standards and compliance",
        "training": "Training and awareness raising",
    }
    assert next(iter(STOCKTAKE.areas)) is LEADERSHIP


def test_every_area_has_ten_questions() -> None:
    assert [len(area.questions) for area in STOCKTAKE.areas] == [10] * 5
    assert STOCKTAKE.asked_areas == STOCKTAKE.areas


def test_no_two_questions_have_the_same_title_or_ask_the_same() -> None:
    assert len({question.title for question in QUESTIONS}) == len({question.asks for question in QUESTIONS}) == 50


def test_every_question_is_found_in_its_area() -> None:
    assert {id_: area.id for id_, area in STOCKTAKE.area_of.items()} == {
        question.id: area.id for area in STOCKTAKE.areas for question in area.questions
    }


@pytest.mark.parametrize("area", STOCKTAKE.areas, ids=by_id)
def test_an_area_has_a_short_title_that_says_which_it_is(area: Area) -> None:
    assert area.title.startswith(area.short_title)
    assert area.id in area.short_title.lower()
    assert len({one.short_title for one in STOCKTAKE.areas}) == 5


def test_the_caf_list_here_has_the_39_outcomes_of_the_version_named() -> None:
    assert STOCKTAKE.caf_version == "3.2"
    assert len(CAF_3_2) == 39


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_a_question_informs_caf_outcomes_that_exist(question: Question) -> None:
    assert question.caf
    assert len(set(question.caf)) == len(question.caf)
    assert set(question.caf) <= CAF_3_2


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_a_question_asks_and_its_other_texts_are_sentences(question: Question) -> None:
    assert question.asks.endswith("?")
    assert not question.title.endswith((".", "?"))
    advice = [step.does for step in (*question.advice, question.find_out)]
    for text in (question.why, question.good, *advice, *(level.says for level in question.levels)):
        assert text.endswith(".")
    assert question.find_out.does.startswith("Find out ")


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_a_question_describes_five_different_levels_in_one_sentence_each(question: Question) -> None:
    says = [level.says for level in question.levels]

    assert len(set(says)) == 5
    assert all(". " not in sentence for sentence in says)


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_a_question_gives_a_different_step_of_one_sentence_for_each_level(question: Question) -> None:
    steps = [*question.advice, question.find_out]

    assert [advice.levels for advice in question.advice] == [(0, 1), (2,), (3,)]
    assert len({step.does for step in steps}) == 4
    assert all(". " not in step.does for step in steps)
    assert all(step.who and step.effort_days and step.effort_days <= 10 for step in steps)


def test_ids_are_unique_in_the_whole_stocktake() -> None:
    ids = [area.id for area in STOCKTAKE.areas]
    ids += [question.id for area in STOCKTAKE.areas for question in area.questions]

    assert len(set(ids)) == len(ids) == 55


def test_no_text_is_longer_than_300_characters() -> None:
    texts = list(texts_in(STOCKTAKE))

    assert len(texts) > 1000
    assert [text for text in texts if len(text) > 300] == []


def test_it_says_that_the_words_and_estimates_are_ours() -> None:
    assert "our own, and not the LGA's" in STOCKTAKE.attribution
    assert "own estimates" in STOCKTAKE.estimate_note
    assert "listed as unknown" in STOCKTAKE.unknown_note or "list it as unknown" in STOCKTAKE.unknown_note
