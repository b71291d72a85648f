"""What does saving an outcome keep, refuse and remember?"""

import pytest
from django.db import IntegrityError

from tests.unit.assess.assessments.rounds import an_assessment, answer, confirm_all, desk_of
from tests.worlds import World
from wardmote.assess.models import Assessment, State
from wardmote.engines.frameworks import Status
from wardmote.kernel.denial import Denied

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


def test_an_answer_that_was_on_its_way_while_a_leader_approved_is_refused(world: World) -> None:
    council = world.council("elm")
    desk = desk_of(world, world.lead_of(council), an_assessment(world, council))
    Assessment.objects.update(state=State.APPROVED, approved_at=world.at)
    with pytest.raises(Denied, match="Reopen it") as refusal:
        answer(desk, "A1.a")
    assert refusal.value.status == 409
    assert not desk.assessment.answers.exists()


def test_an_assessment_stays_with_its_council(world: World) -> None:
    council, other = world.council("elm"), world.council("moe")
    assessment = an_assessment(world, council)
    with pytest.raises(IntegrityError, match="stays with its council"):
        Assessment.objects.filter(pk=assessment.pk).update(council=other)
