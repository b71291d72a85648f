"""Are the assessments of the loaded history whole, believable, and enough for the pages that stand on them?"""

from datetime import datetime, timedelta

import pytest

from wardmote.assess.models import Assessment, Assignment, Comment, OutcomeAnswer, Plan, Report, Review, Stance, Window
from wardmote.assess.models.assessments import State
from wardmote.assess.queries.desks import find_desk
from wardmote.assess.queries.plan_lines import signature_of
from wardmote.engines.frameworks import load_outline
from wardmote.estate.public import services_of, systems_of
from wardmote.kernel.roles import Role
from wardmote.oversee.peer_figures import Width
from wardmote.oversee.queries.peers import comparison, latest_reports
from wardmote.oversee.queries.rollup import roll_up
from wardmote.oversee.queries.shared_reports import Shape, roles_of
from wardmote.register.models import Body, Membership, Person
from wardmote.register.public import find_viewer


@pytest.fixture
def aldermere(told: datetime, db: None) -> Body:
    """The visitor's own council."""
    return Body.objects.get(code="demo-ald")


def who_is(council: Body, role: Role) -> Person:
    """Return who holds a role in a council."""
    return Membership.objects.get(body=council, role=role).person


def test_every_council_that_submitted_lists_what_it_runs_and_no_other_does(told: datetime, db: None) -> None:
    for council in Body.objects.filter(records__population__isnull=False, precessions__isnull=True):
        services, systems = services_of(council).count(), systems_of(council).count()
        has_submitted = council.submissions.exists()
        assert (4 <= services <= 8, 2 <= systems <= 4) == (has_submitted, has_submitted), council.code


def test_one_window_is_over_and_one_is_open(told: datetime, db: None) -> None:
    now, before = Window.objects.all()
    assert now.opens_on < told.date() < now.closes_on
    assert before.closes_on < now.opens_on
    assert {now.made_by, before.made_by} == {Membership.objects.get(role=Role.PROGRAMME_TEAM).person}


def test_every_finished_assessment_was_made_in_a_window(told: datetime, db: None) -> None:
    assert not Assessment.objects.filter(window=None).exists()


def test_sixteen_councils_have_a_report_and_two_of_them_do_not_share(told: datetime, db: None) -> None:
    latest = Report.objects.filter(is_latest=True)
    assert latest.count() == 16
    refused = latest.filter(council__sharing_choices__audience="programme", council__sharing_choices__level="nothing")
    assert refused.count() == 2


def test_last_years_assessment_was_reviewed_answered_and_assured(told: datetime, aldermere: Body) -> None:
    last = aldermere.assessments.get(state=State.ASSURED)
    asked = load_outline("caf", "3.2")
    per_system = sum(len(objective.outcomes) for objective in asked.objectives if objective.is_per_system)
    whole = len(asked.outcomes) - per_system + 2 * per_system
    assert last.finished_at is not None
    assert told - timedelta(days=400) < last.finished_at < told - timedelta(days=280)
    assert last.answers.filter(is_confirmed=True).count() == whole
    assert last.scope_signed_by == who_is(aldermere, Role.ASSURER)
    review = Review.objects.get(assessment=last)
    assert review.findings.count() == whole
    assert review.findings.filter(stance=Stance.DISPUTED).count() == 1
    assert review.findings.exclude(good_practice="").count() == 3
    assert [report.kind for report in last.reports.order_by("number")] == ["approved", "assured"]


def test_the_assurer_saw_some_outcomes_differently(told: datetime, aldermere: Body) -> None:
    review = Review.objects.get(assessment__state=State.ASSURED, council=aldermere)
    said = {(answer.part_id, answer.outcome): answer.status for answer in review.assessment.answers.all()}
    differing = [f for f in review.findings.all() if f.status != said[f.part_id, f.outcome]]
    assert len(differing) == 6


def test_the_plan_is_mostly_costed_and_its_signature_holds(told: datetime, aldermere: Body) -> None:
    plan = Plan.objects.get(council=aldermere)
    lines = tuple(plan.lines.all())
    known = [line for line in lines if line.cost_once is not None]
    assert len(lines) > 20
    assert len(lines) > len(known) > len(lines) * 2 / 3
    assert {line.state for line in lines} == {"to-do", "started", "done"}
    signature = signature_of(plan, lines)
    assert signature is not None
    assert not signature.is_lapsed
    assert plan.signed_by == who_is(aldermere, Role.LEADER)


def test_this_years_assessment_is_under_way(told: datetime, aldermere: Body) -> None:
    now = aldermere.assessments.get(state=State.OPEN)
    assert now.previous == aldermere.assessments.get(state=State.ASSURED)
    assert now.scope_signed_at is not None
    answers = OutcomeAnswer.objects.filter(assessment=now)
    assert answers.filter(is_confirmed=True).count() == 9
    assert answers.filter(is_to_check=True).count() == 57
    due = Assignment.objects.filter(assessment=now).values_list("person__name", "due_on")
    assert {name for name, _day in due} == {"Dev Chauhan", "Ewa Nowicka"}
    assert {day is not None and day < told.date() for _name, day in due} == {True, False}
    assert Comment.objects.filter(assessment=now).count() == 4


def test_the_assurer_finds_both_assessments(told: datetime, aldermere: Body) -> None:
    viewer = find_viewer(who_is(aldermere, Role.ASSURER), told.date())
    for assessment in aldermere.assessments.all():
        assert find_desk(viewer, aldermere.code, assessment.pk, told).is_assurer


def test_the_visitors_council_can_be_compared_with_its_peers(told: datetime, aldermere: Body) -> None:
    (report,) = latest_reports(aldermere)
    found = comparison(aldermere, report, told.date())
    assert found.width is Width.ALL
    assert sum(1 for line in found.lines if any(line.peers.values())) > len(found.lines) / 3


def test_the_programme_sees_how_councils_stand_together(told: datetime, db: None) -> None:
    viewer = find_viewer(Membership.objects.get(role=Role.PROGRAMME_TEAM).person, told.date())
    shape = Shape(roles_of(viewer), demonstration=True, is_now=True, framework="caf", version="3.2")
    found = roll_up(shape, person=viewer.person.pk, day=told.date(), today=told.date())
    assert found.councils == 14
    assert sum(1 for line in found.lines if line.figures.total is not None) > len(found.lines) / 2
