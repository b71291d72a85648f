"""Does a council see where it stands over all areas, and which one to go on with?"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.assess.models import Stocktake
from wardmote.assess.public import answer_question, areas, progress_of, stocktake_progress
from wardmote.assess.stocktake import area_of, find_area, stocktake
from wardmote.kernel.denial import Denied
from wardmote.register.models import Body

Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


def answer(world: World, council: Body, question: str, level: int | None) -> None:
    lead = world.viewer(world.lead_of(council))
    line = stocktake_progress(council).line(question)
    assert line is not None
    answer_question(
        by=lead, council=council, question=question, level=level, note="", edition=line.edition, at=world.at
    )


def test_before_anybody_answers_the_first_area_comes_first(council: Body) -> None:
    whole = stocktake_progress(council)
    assert [one.area for one in whole.areas] == list(areas())
    assert (whole.answered, whole.total, whole.is_open, whole.ready) == (0, 50, False, ())
    assert whole.under_way is whole.areas[0]
    assert whole.next_line is whole.areas[0].lines[0]
    assert (whole.submitted.areas, whole.submitted.rating, whole.now.rating) == (0, None, None)
    assert whole.line("no-such") is None


def test_an_area_that_was_begun_is_gone_on_with_before_the_others(world: World, council: Body) -> None:
    first, second = find_area("technology").questions[:2]
    answer(world, council, first.id, 2)
    whole = stocktake_progress(council)
    assert whole.under_way is whole.area("technology")
    assert whole.next_line is whole.line(second.id)


def test_after_an_area_is_answered_the_next_one_without_answers_comes(world: World, council: Body) -> None:
    world.answer_all(council)
    whole = stocktake_progress(council)
    assert whole.under_way is whole.area("governance")
    assert [one.area.id for one in whole.ready] == ["leadership"]
    world.submit(council)
    assert stocktake_progress(council).ready == ()


def test_with_everything_submitted_nothing_is_left_and_the_whole_is_rated(world: World, council: Body) -> None:
    world.submit_everything(council, 3)
    whole = stocktake_progress(council)
    assert (whole.under_way, whole.next_line, whole.is_open) == (None, None, False)
    assert (whole.submitted.rating, whole.submitted.score) == ("amber-green", 75)
    assert whole.now == whole.submitted


def test_a_change_counts_now_and_in_the_result_when_it_is_submitted(world: World, council: Body) -> None:
    world.submit_everything(council, 3)
    world.at += timedelta(days=1)
    answer(world, council, "backups", 0)
    whole = stocktake_progress(council)
    assert whole.submitted.score == 75
    assert whole.now.score < 75
    assert [one.area.id for one in whole.ready] == ["technology"]


def test_the_steps_over_all_areas_are_those_with_the_greatest_weight(world: World, council: Body) -> None:
    for area in areas():
        world.answer_all(council, 3, area=area.id)
    answer(world, council, "backups", None)
    steps = stocktake_progress(council).next_steps
    assert len(steps) == 3
    assert steps[0].question_id == "backups"
    most = stocktake().whole.most_points
    assert [step.gain for step in steps] == [1000 / most, 500 / most, 500 / most]


def test_many_councils_with_every_area_are_two_queries(
    world: World, council: Body, django_assert_num_queries: Queries
) -> None:
    others = [world.council(code) for code in ("moe", "rei")]
    for area in areas():
        world.submit(council, area=area.id)
        world.answer_all(others[0], area=area.id)
    with django_assert_num_queries(2):
        found = progress_of([council.pk, *(other.pk for other in others)])
    assert [found[body.pk].answered for body in (council, *others)] == [50, 50, 0]
    assert [found[body.pk].is_open for body in (council, *others)] == [False, True, False]


def test_a_round_in_an_area_that_is_no_longer_asked_is_left_out(world: World, council: Body) -> None:
    Stocktake.objects.create(council=council, framework="stocktake", version="1", area="gone", opened_at=world.at)
    assert not stocktake_progress(council).is_open


@pytest.mark.parametrize(("find", "what"), [(find_area, "area"), (area_of, "question")])
def test_an_area_or_question_that_nobody_asks_isnt_there(find: Callable[[str], object], what: str) -> None:
    with pytest.raises(Denied, match=f"can't find that {what}"):
        find("no-such")


def test_every_question_belongs_to_the_area_that_lists_it() -> None:
    assert all(area_of(question.id) is area for area in areas() for question in area.questions)
