"""What does a council keep of its scope, who signs it off, and what does a change undo?"""

from datetime import datetime, timedelta

import pytest

from tests.unit.assess.assessments.reviews import Round, a_round
from tests.unit.assess.assessments.rounds import answer
from tests.worlds import World
from wardmote.assess.actions.change_scope import MOST_CHOSEN, Considered, Scope, change_scope
from wardmote.assess.actions.open_assessment import Wish, open_assessment
from wardmote.assess.actions.send_scope import send_scope
from wardmote.assess.actions.sign_scope import sign_scope
from wardmote.assess.models import Assessment, Assignment, Comment, Evidence, EvidenceUse, State
from wardmote.estate.models import Service, System, SystemKind
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def elm(world: World) -> Round:
    """A round without any critical system."""
    return a_round(world)


def a_service(world: World, council: Body, name: str = "Housing") -> int:
    return Service.objects.create(council=council, name=name, added_at=world.at).pk


def a_system(world: World, council: Body, name: str) -> int:
    return System.objects.create(council=council, name=name, kind=SystemKind.MISSION, added_at=world.at).pk


def change(elm: Round, scope: Scope, *, by: Person | None = None, edition: int | None = None) -> Assessment:
    found = elm.edition if edition is None else edition
    return change_scope(by=elm.desk(by), scope=scope, edition=found, at=elm.world.at)


def send(elm: Round, by: Person | None = None) -> Assessment:
    return send_scope(by=elm.desk(by), edition=elm.edition, at=elm.world.at)


def sign(elm: Round, by: Person, *, is_signed: bool = True, note: str = "") -> Assessment:
    return sign_scope(by=elm.desk(by), is_signed=is_signed, note=note, edition=elm.edition, at=elm.world.at)


def whole(elm: Round) -> Scope:
    """Return a scope that can be sent."""
    service = a_service(elm.world, elm.council)
    system = a_system(elm.world, elm.council, "Payroll")
    return Scope("We serve.", (service,), (Considered(system, True, "Everybody is paid by it."),))


def parts(elm: Round) -> list[tuple[int, str]]:
    return list(elm.assessment.parts.values_list("position", "name"))


def test_a_chosen_system_becomes_a_part_and_one_that_was_only_considered_does_not(elm: Round) -> None:
    first, second = (a_system(elm.world, elm.council, name) for name in ("Payroll", "Bins"))
    service = a_service(elm.world, elm.council)
    change(elm, Scope(" We serve. ", (service,), (Considered(first, True, "Pay"), Considered(second, False, "Small"))))
    assert parts(elm)[1:] == [(1, "Payroll")]
    assert list(elm.assessment.candidates.values_list("name", "is_chosen", "reason")) == [
        ("Payroll", True, "Pay"),
        ("Bins", False, "Small"),
    ]
    assert list(elm.assessment.scoped_services.values_list("name", flat=True)) == ["Housing"]
    elm.assessment.refresh_from_db()
    assert elm.assessment.mission == "We serve."


def test_positions_stay_when_a_system_in_the_middle_goes_and_another_comes(elm: Round) -> None:
    one, two, three, four = (a_system(elm.world, elm.council, f"System {n}") for n in "1234")
    change(elm, Scope(systems=tuple(Considered(pk, True) for pk in (one, two, three))))
    change(elm, Scope(systems=tuple(Considered(pk, True) for pk in (one, three, four))))
    assert parts(elm)[1:] == [(1, "System 1"), (3, "System 3"), (4, "System 4")]


def test_a_part_with_an_answer_stays_and_is_named(elm: Round) -> None:
    scope = whole(elm)
    change(elm, scope)
    answer(elm.desk(), "B1.a", position=1)
    with pytest.raises(Denied, match="Payroll has been worked on") as refusal:
        change(elm, Scope("Other words."))
    assert refusal.value.reason == "conflict"
    elm.assessment.refresh_from_db()
    assert (elm.assessment.mission, len(parts(elm))) == ("We serve.", 2)
    assert elm.assessment.candidates.count() == 1


def next_year(elm: Round) -> Round:
    """Finish the assessment and start the next one, into which one system's answer and evidence come along."""
    change(elm, whole(elm))
    answer(elm.desk(), "B1.a", position=1)
    use(elm, elm.world.at)
    elm.put(State.CLOSED)
    wish = Wish("caf", "3.2", "baseline", "Next")
    later = elm.world.at + timedelta(days=300)
    elm.assessment = open_assessment(by=elm.world.viewer(elm.lead), council=elm.council, wish=wish, at=later)
    part = elm.assessment.parts.get(position=1)
    Assignment.objects.create(
        assessment=elm.assessment,
        part=part,
        council=elm.council,
        outcome="B1.b",
        person=elm.lead,
        assigned_at=later,
    )
    return elm


def use(elm: Round, at: datetime) -> None:
    piece = Evidence.objects.create(
        council=elm.council, kind="reference", title="Policy", reference="Shelf 3", added_at=at
    )
    EvidenceUse.objects.create(
        evidence=piece,
        assessment=elm.assessment,
        part=elm.assessment.parts.get(position=1),
        council=elm.council,
        outcome="B1.a",
        used_at=at,
    )


def test_a_system_that_only_came_along_can_leave_the_scope(elm: Round) -> None:
    next_year(elm)
    assert elm.assessment.answers.count() == elm.assessment.evidence_uses.count() == 1
    change(elm, Scope("We serve."))
    assert len(parts(elm)) == 1
    left = elm.assessment.answers, elm.assessment.evidence_uses, elm.assessment.assignments
    assert [rows.count() for rows in left] == [0, 0, 0]


@pytest.mark.parametrize("work", ["answer", "evidence", "comment"])
def test_a_system_that_came_along_and_was_worked_on_stays(elm: Round, work: str) -> None:
    next_year(elm)
    part = elm.assessment.parts.get(position=1)
    later = elm.assessment.opened_at + timedelta(days=1)
    if work == "answer":
        answer(elm.desk(), "B1.a", position=1)
    elif work == "evidence":
        use(elm, later)
    else:
        Comment.objects.create(
            assessment=elm.assessment, part=part, council=elm.council, outcome="B1.a", text="Still so?", at=later
        )
    with pytest.raises(Denied, match="Payroll has been worked on"):
        change(elm, Scope("We serve."))
    assert len(parts(elm)) == 2


def test_a_part_without_work_goes_when_its_system_is_no_longer_chosen(elm: Round) -> None:
    change(elm, whole(elm))
    change(elm, Scope("We serve."))
    assert len(parts(elm)) == 1
    assert not elm.assessment.candidates.exists()


def test_the_same_scope_saved_twice_leaves_one_edition_and_one_entry(elm: Round) -> None:
    scope, before = whole(elm), elm.edition
    change(elm, scope)
    change(elm, scope)
    assert elm.edition == before + 1
    assert AuditEntry.objects.filter(action="assessment.scope-changed").count() == 1


def test_a_scope_from_an_older_page_is_refused_and_changes_nothing(elm: Round) -> None:
    old, scope = elm.edition, whole(elm)
    change(elm, Scope("First."))
    with pytest.raises(Denied, match="while you had the page open"):
        change(elm, scope, edition=old)
    assert len(parts(elm)) == 1


def test_services_and_systems_of_another_council_are_not_there(elm: Round, world: World) -> None:
    moe = world.council("moe")
    for scope in (
        Scope(services=(a_service(world, moe),)),
        Scope(systems=(Considered(a_system(world, moe, "Theirs"), True),)),
    ):
        with pytest.raises(Denied) as refusal:
            change(elm, scope)
        assert refusal.value.reason == "missing"
    assert len(parts(elm)) == 1


def test_a_service_that_left_the_estate_stays_in_the_scope_but_cannot_come_anew(elm: Round) -> None:
    gone = a_service(elm.world, elm.council)
    change(elm, Scope("One.", (gone,)))
    Service.objects.filter(pk=gone).update(removed_at=elm.world.at)
    change(elm, Scope("Two.", (gone,)))
    change(elm, Scope("Three."))
    with pytest.raises(Denied, match="can't find that service"):
        change(elm, Scope("Four.", (gone,)))


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        (Scope("x" * 4001), "mission must be 4,000"),
        (Scope(systems=(Considered(1, False, "x" * 1001),)), "reason must be 1,000"),
        (Scope(systems=tuple(Considered(n, True) for n in range(MOST_CHOSEN + 1))), "at most"),
    ],
)
def test_what_is_too_long_or_too_many_is_refused_in_words(elm: Round, scope: Scope, says: str) -> None:
    with pytest.raises(Denied, match=says):
        change(elm, scope)


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER])
def test_those_who_only_read_do_not_change_the_scope(elm: Round, role: Role) -> None:
    with pytest.raises(Denied):
        change(elm, whole(elm), by=elm.world.someone(elm.council, role))


def test_an_assurer_does_not_change_the_scope(elm: Round) -> None:
    elm.ask()
    with pytest.raises(Denied, match="Only its own people"):
        change(elm, Scope("Mine."), by=elm.assurer)


def test_an_approved_assessment_keeps_its_scope(elm: Round) -> None:
    elm.put(State.APPROVED)
    with pytest.raises(Denied, match="Reopen it"):
        change(elm, Scope("Late."))


@pytest.mark.parametrize(
    ("left_out", "says"),
    [("mission", "its mission"), ("services", "essential service"), ("systems", "critical system"), ("reason", "why")],
)
def test_a_scope_that_lacks_something_is_not_sent(elm: Round, left_out: str, says: str) -> None:
    full = whole(elm)
    systems = full.systems if left_out != "reason" else (Considered(full.systems[0].system, True),)
    change(
        elm,
        Scope(
            full.mission if left_out != "mission" else "",
            full.services if left_out != "services" else (),
            systems if left_out != "systems" else (),
        ),
    )
    with pytest.raises(Denied, match=says):
        send(elm)


def test_a_contributor_does_not_send_the_scope(elm: Round) -> None:
    change(elm, whole(elm))
    with pytest.raises(Denied, match="Only the council's cyber lead"):
        send(elm, elm.world.someone(elm.council, Role.CONTRIBUTOR))


def test_a_scope_is_sent_once(elm: Round) -> None:
    change(elm, whole(elm))
    send(elm)
    with pytest.raises(Denied, match="sent already"):
        send(elm)
    assert AuditEntry.objects.filter(action="assessment.scope-sent").count() == 1


def sent(elm: Round) -> Round:
    change(elm, whole(elm))
    send(elm)
    return elm


def test_without_a_review_a_leader_signs(elm: Round) -> None:
    leader = elm.world.someone(elm.council, Role.LEADER)
    assert sign(sent(elm), leader, note="Fine.").scope_signed_by == leader
    elm.assessment.refresh_from_db()
    assert (elm.assessment.scope_signed_at, elm.assessment.scope_note) == (elm.world.at, "Fine.")


def test_the_lead_who_sent_it_does_not_sign_but_another_lead_does(elm: Round) -> None:
    sent(elm)
    with pytest.raises(Denied, match="somebody else signs"):
        sign(elm, elm.lead)
    other = elm.world.someone(elm.council, Role.LEAD, "Another lead")
    assert sign(elm, other).scope_signed_by == other


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_others_of_the_council_do_not_sign(elm: Round, role: Role) -> None:
    sent(elm)
    with pytest.raises(Denied, match="Only a leader"):
        sign(elm, elm.world.someone(elm.council, role))


def test_with_a_standing_review_its_assurer_signs_and_the_leader_does_not(elm: Round) -> None:
    sent(elm)
    elm.ask()
    with pytest.raises(Denied, match="signs its scope off"):
        sign(elm, elm.world.someone(elm.council, Role.LEADER))
    assert sign(elm, elm.assurer).scope_signed_by == elm.assurer


def test_a_scope_sent_back_says_why_and_can_be_sent_again(elm: Round) -> None:
    leader = elm.world.someone(elm.council, Role.LEADER)
    sent(elm)
    with pytest.raises(Denied, match="what should change"):
        sign(elm, leader, is_signed=False)
    found = sign(elm, leader, is_signed=False, note="Name the payroll supplier.")
    assert (found.scope_sent_at, found.scope_signed_at) == (None, None)
    assert found.scope_note == "Name the payroll supplier."
    send(elm)
    elm.assessment.refresh_from_db()
    assert elm.assessment.scope_note == ""


def test_a_scope_is_signed_only_once_and_only_when_sent(elm: Round) -> None:
    leader = elm.world.someone(elm.council, Role.LEADER)
    with pytest.raises(Denied, match="isn't waiting"):
        sign(elm, leader)
    sign(sent(elm), leader)
    with pytest.raises(Denied, match="signed off already"):
        sign(elm, leader)


def test_what_changed_after_the_page_was_opened_is_not_signed_unseen(elm: Round) -> None:
    leader = elm.world.someone(elm.council, Role.LEADER)
    sent(elm)
    with pytest.raises(Denied, match="while you had the page open"):
        sign_scope(by=elm.desk(leader), is_signed=True, note="", edition=elm.edition - 1, at=elm.world.at)


def test_a_change_after_the_sign_off_takes_it_away(elm: Round) -> None:
    sign(sent(elm), elm.world.someone(elm.council, Role.LEADER))
    change(elm, Scope("Other."))
    elm.assessment.refresh_from_db()
    kept = elm.assessment
    assert (kept.scope_sent_at, kept.scope_signed_at, kept.scope_signed_by) == (None, None, None)
    entry = AuditEntry.objects.filter(action="assessment.scope-changed").latest("sequence")
    assert (entry.before["signed"], entry.after["signed"]) == (True, False)


def test_saving_the_same_scope_again_keeps_the_sign_off(elm: Round) -> None:
    scope = whole(elm)
    change(elm, scope)
    send(elm)
    sign(elm, elm.world.someone(elm.council, Role.LEADER))
    change(elm, scope)
    elm.assessment.refresh_from_db()
    assert elm.assessment.scope_signed_at == elm.world.at


def test_an_ended_assessment_is_not_signed(elm: Round) -> None:
    sent(elm)
    elm.put(State.CLOSED)
    with pytest.raises(Denied, match="finished"):
        sign(elm, elm.world.someone(elm.council, Role.LEADER))


def test_whoever_signs_gets_a_letter(elm: Round, world: World) -> None:
    leader = world.someone(elm.council, Role.LEADER)
    change(elm, whole(elm))
    Letter.objects.all().delete()
    send(elm)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (leader.email, "Sign off what elm Council will assess")
