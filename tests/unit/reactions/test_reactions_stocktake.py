"""Do a council's leaders hear of the result that was submitted in their name, and nobody else?"""

import re

import pytest
from django.db import transaction

from tests.worlds import World
from wardmote.assess.models import Submission
from wardmote.assess.public import submit_stocktake
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Membership, Person

LINK = "http://localhost:8000/councils/AAA/stocktake/areas/leadership/result/"


@pytest.fixture
def council(world: World) -> Body:
    """A council with somebody in every role of its own."""
    body = world.council("AAA", name="Aldermere Borough Council")
    for role in (Role.LEAD, Role.CONTRIBUTOR, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER):
        world.someone(body, role)
    return body


@pytest.fixture
def leader(world: World, council: Body) -> Person:
    """The council's chief executive."""
    return world.someone(council, Role.LEADER, "Chris Chief")


def test_each_leader_gets_the_result_in_three_lines(world: World, council: Body, leader: Person) -> None:
    second = world.someone(council, Role.LEADER, "Sam Section")
    world.submit(council, level=2)
    assert set(Letter.objects.values_list("to", flat=True)) == {leader.email, second.email}
    result = Submission.objects.get()
    for letter in Letter.objects.all():
        rating = result.get_rating_display().lower()
        assert letter.subject == f"Aldermere Borough Council: cyber stocktake rated {rating} for leadership"
        lines = letter.text.splitlines()
        assert len(lines) == 3
        assert f"{int(result.score)} of 100 points" in lines[0]
        assert re.findall(r"https?://\S+", letter.text) == [LINK]


def test_the_letter_holds_no_reason_and_no_answer(world: World, council: Body, leader: Person) -> None:
    world.submit(council, note="The head of IT has left and nobody knows the passwords")
    assert "head of IT" not in Letter.objects.get().text


def test_other_councils_leaders_hear_nothing(world: World, council: Body) -> None:
    world.someone(world.council("BBB"), Role.LEADER, "Other Chief")
    world.submit(council)
    assert not Letter.objects.exists()


def test_a_leader_who_lapsed_or_was_shut_out_hears_nothing(world: World, council: Body, leader: Person) -> None:
    gone = world.someone(council, Role.LEADER, "Gone Chief")
    Membership.objects.filter(person=leader).update(lapses_on=world.at.date())
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    world.submit(council)
    assert not Letter.objects.exists()


def test_a_submission_that_was_rolled_back_leaves_no_letter(world: World, council: Body, leader: Person) -> None:
    world.answer_all(council)
    lead = world.viewer(world.lead_of(council))
    with transaction.atomic():
        submit_stocktake(by=lead, council=council, area="leadership", at=world.at)
        assert Letter.objects.count() == 1
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert not Submission.objects.exists()
