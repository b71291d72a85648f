"""Is what was answered in one framework offered in the other, without being taken over?"""

from html import unescape

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.models import Answer, State
from wardmote.assess.queries.beside_question import assessed_beside
from wardmote.assess.stocktake import first_area, stocktake
from wardmote.engines.frameworks import Question, Status, speaks_to

pytestmark = pytest.mark.django_db


def owner() -> Question:
    """Return the question that bears on A1.a and A1.b."""
    return next(question for question in first_area().questions if question.id == "lead-owner")


def test_the_assessments_answer_stands_beside_the_question_and_answers_nothing(world: World) -> None:
    council = world.council("elm")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council))
    answer(desk, "A1.a", Status.NOT_ACHIEVED)
    page = signed_in(world.lead_of(council)).get("/councils/elm/stocktake/questions/lead-owner/").content.decode()
    assert "Your assessment already says:" in page
    assert "Minutes of March show A1.a." in page
    assert " checked" not in page
    assert not Answer.objects.exists()


def test_the_weakest_system_of_the_newest_assessment_is_named(world: World) -> None:
    council = world.council("elm")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council, systems=2))
    question = next(q for area in stocktake().areas for q in area.questions if "B5.c" in q.caf)
    answer(desk, "B5.c", Status.ACHIEVED, position=1)
    answer(desk, "B5.c", Status.NOT_ACHIEVED, position=2)
    found = [one for one in assessed_beside(council, question, "3.2") if one.outcome == "B5.c"]
    assert [(one.status, one.position) for one in found] == [(Status.NOT_ACHIEVED, 2)]


def test_another_council_another_version_and_what_was_given_up_are_left_out(world: World) -> None:
    council, other = world.council("elm"), world.council("moe")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council))
    answer(desk, "A1.a")
    assert assessed_beside(council, owner(), "3.2")
    assert not assessed_beside(other, owner(), "3.2")
    assert not assessed_beside(council, owner(), "4.0")
    desk.assessment.state = State.WITHDRAWN
    desk.assessment.save()
    assert not assessed_beside(council, owner(), "3.2")


def test_an_outcome_names_what_else_its_answer_helps_with(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    titles = [title for title, _items in speaks_to("caf-3.2", "B4.d")]
    assert any("Cyber Essentials" in title for title in titles)
    page = signed_in(world.lead_of(council)).get(f"/councils/elm/assessments/{assessment.pk}/1/B4.d/").content.decode()
    assert all(title in unescape(page) for title in titles)
