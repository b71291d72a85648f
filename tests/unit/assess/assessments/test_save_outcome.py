"""What does saving an outcome keep, refuse and remember?"""

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, confirm_all, desk_of
from tests.worlds import World
from wardmote.engines.frameworks import Status

pytestmark = pytest.mark.django_db


def test_every_outcome_of_every_part_can_be_answered_and_confirmed(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council, systems=2)
    desk = desk_of(world, world.lead_of(council), assessment)
    confirm_all(desk, Status.ACHIEVED)
    assert assessment.answers.filter(is_confirmed=True).count() == 12 + 2 * 27


def test_a_second_save_without_a_change_makes_no_new_edition(world: World) -> None:
    council = world.council("elm")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council))
    first = answer(desk, "A1.a")
    assert (answer(desk, "A1.a").edition, first.edition) == (1, 1)
    assert desk.assessment.changes.count() == 1
