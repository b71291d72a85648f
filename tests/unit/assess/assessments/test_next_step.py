"""What does each person read as the next step, once the council has approved?"""

import pytest

from tests.unit.assess.assessments.reviews import Round, a_round, in_response
from tests.worlds import World
from wardmote.assess.models import ReviewFinding, State
from wardmote.assess.queries.assessment_progress import assessment_progress
from wardmote.assess.queries.next_step import next_step
from wardmote.kernel.roles import Role
from wardmote.register.models import Person

pytestmark = pytest.mark.django_db


def step(elm: Round, person: Person) -> tuple[str, str]:
    """Return what the step says and the page that it leads to."""
    desk = elm.desk(person)
    found = next_step(desk, assessment_progress(desk))
    return found.says, found.link.removeprefix(elm.path(""))


def people(elm: Round) -> list[Person]:
    others = [elm.world.someone(elm.council, role) for role in (Role.CONTRIBUTOR, Role.LEADER, Role.VIEWER)]
    return [elm.lead, *others]


def test_after_approval_the_lead_asks_an_assurer_and_then_hands_over(world: World) -> None:
    elm = a_round(world)
    elm.put(State.APPROVED)
    everybody = people(elm)
    assert [step(elm, person) for person in everybody] == [
        ("Ask an assurer", "review/ask/"),
        *[("Ask an assurer", "")] * 3,
    ]
    elm.put(State.OPEN)
    elm.ask()
    elm.put(State.APPROVED)
    assert [step(elm, person) for person in everybody] == [
        (f"Hand the answers over to {elm.assurer}", "review/ask/"),
        *[("Wait for the hand-over", "")] * 3,
    ]


def test_while_findings_wait_writers_answer_them_and_the_others_read_them(world: World) -> None:
    elm = in_response(world)
    lead, contributor, leader, viewer = people(elm)
    assert {step(elm, person) for person in (lead, contributor)} == {("Answer the assurer's findings", "response/")}
    assert {step(elm, person) for person in (leader, viewer)} == {("Read the assurer's findings", "response/")}


def test_once_every_finding_is_answered_the_review_is_accepted_by_those_who_approve(world: World) -> None:
    elm = in_response(world)
    ReviewFinding.objects.filter(outcome="A1.a").update(stance="agreed")
    lead, contributor, leader, viewer = people(elm)
    assert {step(elm, person) for person in (lead, leader)} == {("Check and accept the review", "response/accept/")}
    assert {step(elm, person) for person in (contributor, viewer)} == {("Wait for acceptance", "")}
