"""Does a council see where it stands right now, question by question?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.assess.forms import AnswerForm
from wardmote.assess.models import Answer
from wardmote.assess.public import answer_question, can_answer, can_submit, first_area
from wardmote.assess.queries.progress import stocktake_progress
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Inheritance


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


def test_before_anybody_answers_every_question_is_open(council: Body) -> None:
    progress = stocktake_progress(council).area("leadership")
    assert [line.number for line in progress.lines] == list(range(1, len(first_area().questions) + 1))
    assert progress.unanswered == progress.lines
    assert (progress.is_open, progress.latest, progress.result.rating) == (False, None, None)
    assert {(line.level, line.edition, line.says) for line in progress.lines} == {(None, 0, "")}


def test_an_answer_shows_with_its_words_and_who_gave_it(world: World, council: Body) -> None:
    ada = world.someone(council, Role.CONTRIBUTOR, name="Ada")
    answer_question(
        by=world.viewer(ada), council=council, question="lead-owner", level=2, note="n", edition=0, at=world.at
    )
    progress = stocktake_progress(council).area("leadership")
    line = progress.line("lead-owner")
    assert line is not None
    assert (line.level, line.note, line.edition, line.answered_by, line.answered_at) == (2, "n", 1, "Ada", world.at)
    assert line.says == line.question.levels[2].says
    assert len(progress.unanswered) == len(progress.lines) - 1
    assert progress.line("no-such") is None


def test_dont_know_is_an_answer_without_words(world: World, council: Body) -> None:
    world.answer_all(council, 2)
    Answer.objects.filter(question="lead-owner").update(level=None)
    progress = stocktake_progress(council).area("leadership")
    line = progress.line("lead-owner")
    assert line is not None
    assert (line.is_answered, line.says, progress.unanswered) == (True, "", ())
    assert progress.result.unknown == ("lead-owner",)


def test_the_rating_comes_with_the_last_answer_and_three_next_steps(world: World, council: Body) -> None:
    world.answer_all(council, 1)
    result = stocktake_progress(council).area("leadership").result
    assert result.rating == "amber-red"
    assert len(result.next_steps) == 3


def test_after_submitting_the_submitted_answers_and_the_result_are_shown(world: World, council: Body) -> None:
    world.submit(council, 3)
    progress = stocktake_progress(council).area("leadership")
    assert progress.latest is not None
    assert (progress.is_open, progress.unanswered, progress.latest.rating) == (False, (), "amber-green")


def test_with_new_answers_the_last_result_is_still_shown(world: World, council: Body) -> None:
    world.submit(council, 3)
    world.at += timedelta(days=1)
    lead = world.viewer(world.lead_of(council))
    answer_question(by=lead, council=council, question="lead-owner", level=0, note="", edition=1, at=world.at)
    progress = stocktake_progress(council).area("leadership")
    assert progress.latest is not None
    assert (progress.is_open, progress.latest.rating) == (True, "amber-green")
    assert progress.result.score < progress.latest.score


def test_another_councils_answers_dont_show(world: World, council: Body) -> None:
    world.submit(world.council("moe"))
    assert stocktake_progress(council).area("leadership").latest is None


@pytest.mark.parametrize(
    ("role", "answers", "submits"),
    [
        (Role.LEAD, True, True),
        (Role.CONTRIBUTOR, True, False),
        (Role.LEADER, False, False),
        (Role.COUNCILLOR, False, False),
        (Role.VIEWER, False, False),
        (Role.ASSURER, False, False),
    ],
)
def test_buttons_are_offered_to_those_who_may_press_them(
    world: World, council: Body, role: Role, answers: bool, submits: bool
) -> None:
    own, heir = world.someone(council, role), world.council("heir")
    Inheritance.objects.create(predecessor=council, successor=heir, at=world.at)
    of_heir = world.someone(heir, role)
    for person in (own, of_heir):
        viewer = world.viewer(person)
        assert (can_answer(viewer, council), can_submit(viewer, council)) == (answers, submits)


@pytest.mark.parametrize(
    ("data", "level", "fault"),
    [
        ({"level": "3", "edition": "0"}, 3, None),
        ({"level": "unknown", "edition": "2"}, None, None),
        ({"level": "", "edition": "0"}, None, "level"),
        ({"level": "5", "edition": "0"}, None, "level"),
        ({"level": "3"}, None, "edition"),
        ({"level": "3", "edition": "-1"}, None, "edition"),
        ({"level": "3", "edition": "0", "note": "x" * 2001}, None, "note"),
    ],
)
def test_a_question_page_sends_an_answer_or_is_told_what_is_missing(
    data: dict[str, str], level: int | None, fault: str | None
) -> None:
    form = AnswerForm(data)
    assert list(form.errors) == ([fault] if fault else [])
    if not fault:
        assert form.given_level() == level
