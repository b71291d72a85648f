"""Who may approve, reopen, finish or give up an assessment, in which state, and what does each leave behind?"""

import pytest

from tests.unit.assess.assessments.frozen import answered, approved
from tests.unit.assess.assessments.rounds import an_assessment, answer, desk_of
from tests.worlds import World
from wardmote.assess.actions.approve_assessment import approve_assessment, missing_from
from wardmote.assess.actions.close_assessment import close_assessment
from wardmote.assess.actions.reopen_assessment import reopen_assessment
from wardmote.assess.actions.withdraw_assessment import withdraw_assessment
from wardmote.assess.models import Report, Review, State
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.roles import Role

pytestmark = pytest.mark.django_db
NEXT = {"reopen": reopen_assessment, "close": close_assessment, "withdraw": withdraw_assessment}
ENDS_IN = {"reopen": State.OPEN, "close": State.CLOSED, "withdraw": State.WITHDRAWN}


def test_approving_locks_the_answers_and_freezes_the_first_report(world: World) -> None:
    found = answered(world)
    edition = found.assessment.edition
    report = found.approve()
    found.assessment.refresh_from_db()
    assert (found.assessment.state, found.assessment.edition) == (State.APPROVED, edition + 1)
    assert (report.number, report.kind, report.is_latest) == (1, "approved", True)
    with pytest.raises(Denied, match="Reopen it"):
        answer(found.desk(), "A1.a")


def test_an_outcome_without_confirmation_stops_the_approval_and_is_counted(world: World) -> None:
    found = answered(world)
    found.assessment.answers.filter(outcome__in=["A1.a", "B1.a"]).update(is_confirmed=False)
    with pytest.raises(Denied, match="2 outcomes aren't confirmed"):
        found.approve()
    assert {outcome for _part, outcome in missing_from(found.desk()).outcomes} == {"A1.a", "B1.a"}
    page = found.client().get(found.path("approve/")).content.decode()
    assert "A1.a Board Direction" in page
    assert "2 outcomes" in page
    assert not Report.objects.exists()


def test_without_a_critical_system_the_outcomes_asked_of_one_are_missing(world: World) -> None:
    found = answered(world, systems=0)
    with pytest.raises(Denied, match="critical systems"):
        found.approve()


def test_a_scope_without_its_sign_off_is_only_a_warning(world: World) -> None:
    found = answered(world)
    assert "Nobody has signed the scope off" in found.client().get(found.path("approve/")).content.decode()
    assert found.client().post(found.path("approve/")).status_code == 302
    assert Report.objects.count() == 1


@pytest.mark.parametrize(("role", "may"), [(Role.LEADER, True), (Role.CONTRIBUTOR, False), (Role.VIEWER, False)])
def test_leaders_and_leads_approve_and_nobody_else(world: World, role: Role, may: bool) -> None:
    found = answered(world)
    desk = found.desk(world.someone(found.council, role))
    if may:
        assert approve_assessment(by=desk, at=world.at).number == 1
        return
    with pytest.raises(Denied, match="Only a leader"):
        approve_assessment(by=desk, at=world.at)


def test_the_same_approval_sent_twice_freezes_one_report(world: World) -> None:
    found = answered(world)
    desk = found.desk()
    approve_assessment(by=desk, at=world.at)
    with pytest.raises(Denied) as refusal:
        approve_assessment(by=desk, at=world.at)
    assert refusal.value.status == 409
    assert Report.objects.count() == 1


@pytest.mark.parametrize("act", list(NEXT))
def test_the_lead_takes_an_approved_assessment_on_and_the_report_stays(world: World, act: str) -> None:
    found = approved(world)
    assert found.client().get(found.path(f"{act}/")).status_code == 200
    assert found.client().post(found.path(f"{act}/")).status_code == 302
    found.assessment.refresh_from_db()
    assert found.assessment.state == ENDS_IN[act]
    assert Report.objects.count() == 1
    assert (found.assessment.finished_at is None) is (act == "reopen")
    assert (
        AuditEntry.objects.filter(action__startswith="assessment.")
        .last()
        .action.startswith(  # type: ignore[union-attr]
            {"reopen": "assessment.reopened", "close": "assessment.closed", "withdraw": "assessment.withdrawn"}[act]
        )
    )


@pytest.mark.parametrize("act", list(NEXT))
@pytest.mark.parametrize("role", [Role.LEADER, Role.CONTRIBUTOR, Role.VIEWER])
def test_only_the_lead_does(world: World, act: str, role: Role) -> None:
    found = approved(world)
    person = world.someone(found.council, role)
    with pytest.raises(Denied):
        NEXT[act](by=found.desk(person), at=world.at)
    assert found.client(person).post(found.path(f"{act}/")).status_code == 403


@pytest.mark.parametrize("act", list(NEXT))
def test_a_finished_assessment_stays_finished(world: World, act: str) -> None:
    found = approved(world)
    close_assessment(by=found.desk(), at=world.at)
    response = found.client().post(found.path(f"{act}/"))
    assert response.status_code == 409
    assert "There is a problem" in response.content.decode()
    found.assessment.refresh_from_db()
    assert found.assessment.state == State.CLOSED


def test_an_unanswered_assessment_can_be_given_up_but_not_finished(world: World) -> None:
    council = world.council("elm")
    assessment = an_assessment(world, council)
    desk = desk_of(world, world.lead_of(council), assessment)
    with pytest.raises(Denied):
        close_assessment(by=desk, at=world.at)
    assert withdraw_assessment(by=desk, at=world.at).state == State.WITHDRAWN


def test_giving_up_ends_the_assurers_look(world: World) -> None:
    found = approved(world)
    review = Review.objects.create(
        assessment=found.assessment,
        council=found.council,
        assurer=world.someone(found.council, Role.ASSURER),
        kind="peer",
        asked_at=world.at,
    )
    withdraw_assessment(by=found.desk(), at=world.at)
    review.refresh_from_db()
    assert review.withdrawn_at == world.at


def test_another_councils_assessment_isnt_there(world: World) -> None:
    found = answered(world)
    stranger = world.lead_of(world.council("moe"))
    for page in ("approve/", "reopen/", "close/", "withdraw/", "import/", "export/", "report/", "summary/"):
        assert found.client(stranger).get(found.path(page)).status_code == 404
