"""Who is reminded of what, and how often?"""

from datetime import timedelta

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World
from wardmote.assess.actions.assign_outcomes import assign_outcomes
from wardmote.assess.models import Assessment, Plan, PlanLine, Review, Window
from wardmote.assess.queries.dues import assessment_dues
from wardmote.assess.reminding import remind
from wardmote.kernel.models import Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def bea(world: World, council: Body) -> Person:
    return world.someone(council, Role.CONTRIBUTOR, "Bea")


def assign(world: World, assessment: Assessment, person: Person, days: int, *outcomes: str) -> None:
    desk = desk_of(world, world.lead_of(assessment.council), assessment)
    due_on = (world.at + timedelta(days=days)).date()
    assign_outcomes(by=desk, part=desk.part(0), outcomes=outcomes, person=person, due_on=due_on, at=world.at)
    Letter.objects.all().delete()


def test_whoever_has_outcomes_due_this_week_gets_one_letter_and_none_for_seven_days(
    world: World, council: Body, bea: Person
) -> None:
    assign(world, an_assessment(world, council), bea, 5, "A1.a", "A1.b")
    assert remind(world.at) == 1
    letter = Letter.objects.get()
    assert letter.to == bea.email
    assert "Answer 2 outcomes of CAF 3.2 by " in letter.subject
    assert letter.text.count("http") == 1
    for days in range(7):
        assert remind(world.at + timedelta(days=days, hours=1)) == 0
    assert remind(world.at + timedelta(days=7, hours=1)) == 1


def test_nobody_is_reminded_of_what_is_ready_or_far_away(world: World, council: Body, bea: Person) -> None:
    assessment = an_assessment(world, council)
    assign(world, assessment, bea, 5, "A1.a")
    answer(desk_of(world, bea, assessment), "A1.a")
    assign(world, assessment, bea, 30, "A1.b")
    assert remind(world.at) == 0


def test_the_home_page_speaks_of_it_whether_or_not_it_presses(world: World, council: Body, bea: Person) -> None:
    assign(world, an_assessment(world, council), bea, 30, "A1.b")
    dues = assessment_dues(world.viewer(bea), world.at)
    assert [due.what for due in dues] == ["Answer an outcome of CAF 3.2"]


def test_a_leader_is_told_that_a_costed_plan_waits_for_a_signature(world: World, council: Body) -> None:
    assessment = an_assessment(world, council)
    leader = world.someone(council, Role.LEADER)
    plan = Plan.objects.create(assessment=assessment, council=council, started_at=world.at)
    line = PlanLine.objects.create(
        plan=plan,
        council=council,
        part=assessment.parts.get(position=0),
        outcome="A1.a",
        action="Report to leaders each quarter.",
        status_now="not-achieved",
        status_expected="achieved",
        changed_at=world.at,
    )
    assert not assessment_dues(world.viewer(leader), world.at)
    PlanLine.objects.filter(pk=line.pk).update(cost_once=4000)
    dues = assessment_dues(world.viewer(leader), world.at)
    assert [due.what for due in dues] == ["Sign the costs of the plan CAF 3.2"]


def test_a_colleague_who_has_left_is_not_reminded(world: World, council: Body, bea: Person) -> None:
    assign(world, an_assessment(world, council), bea, 5, "A1.a")
    bea.memberships.update(ended_at=world.at)
    assert remind(world.at) == 0


def test_the_last_week_of_a_window_presses_leads_of_idle_councils_only(world: World, council: Body) -> None:
    day = world.at.date()
    Window.objects.create(
        title="Autumn",
        framework="caf",
        version="3.2",
        opens_on=day - timedelta(days=20),
        closes_on=day + timedelta(days=6),
        made_at=world.at,
    )
    busy = world.council("moe")
    an_assessment(world, busy)
    idle = world.lead_of(council)
    assert remind(world.at) == 1
    letter = Letter.objects.get()
    assert letter.to == idle.email
    assert "Assess elm in the window Autumn" in letter.subject


def test_a_leader_sees_a_scope_that_waits_until_it_is_signed_or_an_assurer_has_it(world: World, council: Body) -> None:
    assessment = an_assessment(world, council)
    leader = world.viewer(world.someone(council, Role.LEADER))
    assert assessment_dues(leader, world.at) == ()
    Assessment.objects.update(scope_sent_at=world.at)
    assert [due.what for due in assessment_dues(leader, world.at)] == ["Sign off the scope of CAF 3.2"]
    Assessment.objects.update(scope_signed_at=world.at)
    assert assessment_dues(leader, world.at) == ()
    Assessment.objects.update(scope_signed_at=None)
    assurer = world.someone(council, Role.ASSURER)
    Review.objects.create(
        assessment=assessment, council=council, assurer=assurer, kind="independent", asked_at=world.at
    )
    assert assessment_dues(leader, world.at) == ()
