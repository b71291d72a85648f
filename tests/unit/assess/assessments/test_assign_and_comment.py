"""Who is given which outcome, who hears of it, and what do colleagues say beside it?"""

from datetime import date

import pytest

from tests.unit.assess.assessments.rounds import an_assessment, desk_of
from tests.worlds import World, signed_in
from wardmote.assess.actions.assign_outcomes import assign_outcomes
from wardmote.assess.actions.comment_on_outcome import comment_on_outcome
from wardmote.assess.models import Assessment, Assignment, Comment
from wardmote.assess.queries.desks import Desk
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.register.models import Body, Person

pytestmark = pytest.mark.django_db
FRIDAY = date(2027, 1, 8)


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def assessment(world: World, council: Body) -> Assessment:
    return an_assessment(world, council)


@pytest.fixture
def lead(world: World, assessment: Assessment) -> Desk:
    return desk_of(world, world.lead_of(assessment.council), assessment)


@pytest.fixture
def bea(world: World, council: Body) -> Person:
    return world.someone(council, Role.CONTRIBUTOR, "Bea")


def give(desk: Desk, person: Person | None, *outcomes: str, position: int = 0) -> int:
    return assign_outcomes(
        by=desk, part=desk.part(position), outcomes=outcomes, person=person, due_on=FRIDAY, at=desk.at
    )


def test_a_colleague_gets_one_letter_for_all_outcomes(lead: Desk, bea: Person) -> None:
    assert give(lead, bea, "A1.a", "A1.b") == 2
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (bea.email, "elm Council: Answer 2 outcomes by 8 January 2027")
    assert "A1.a, A1.b" in letter.text


def test_giving_the_same_again_changes_nothing_and_writes_to_nobody(lead: Desk, bea: Person) -> None:
    give(lead, bea, "A1.a")
    before = Letter.objects.count(), AuditEntry.objects.count()
    assert give(lead, bea, "A1.a") == 0
    assert (Letter.objects.count(), AuditEntry.objects.count()) == before


def test_an_outcome_has_one_person_and_can_be_taken_back(world: World, lead: Desk, bea: Person) -> None:
    give(lead, bea, "A1.a", "A1.b")
    give(lead, lead.viewer.person, "A1.a")
    assert {a.outcome: a.person for a in Assignment.objects.all()} == {"A1.a": lead.viewer.person, "A1.b": bea}
    give(lead, None, "A1.a", "A1.b")
    assert not Assignment.objects.exists()


def test_only_the_lead_gives_and_only_to_people_who_answer(
    world: World, council: Body, assessment: Assessment, lead: Desk, bea: Person
) -> None:
    with pytest.raises(Denied, match="cyber lead"):
        give(desk_of(world, bea, assessment), bea, "A1.a")
    stranger = world.someone(world.council("moe"), Role.CONTRIBUTOR)
    for person in (stranger, world.someone(council, Role.VIEWER)):
        with pytest.raises(Denied, match="somebody who answers"):
            give(lead, person, "A1.a")


@pytest.mark.parametrize(("outcome", "position"), [("Z9.z", 0), ("B1.a", 0), ("A1.a", 1)])
def test_an_outcome_that_isnt_asked_of_the_part_is_missing(
    lead: Desk, bea: Person, outcome: str, position: int
) -> None:
    with pytest.raises(Denied) as refusal:
        give(lead, bea, outcome, position=position)
    assert refusal.value.status == 404


def test_the_page_gives_what_is_ticked(assessment: Assessment, lead: Desk, bea: Person) -> None:
    browser = signed_in(lead.viewer.person)
    where = f"/councils/elm/assessments/{assessment.pk}/0/assign/"
    sent = {"person": str(bea.pk), "due_on": "2027-01-08", "outcomes": ["A2.a", "D1.a"]}
    assert browser.post(where, sent).status_code == 302
    assert {a.outcome for a in Assignment.objects.filter(person=bea)} == {"A2.a", "D1.a"}
    refused = browser.post(where, {"person": str(bea.pk), "due_on": "Friday"})
    assert refused.status_code == 422
    assert "Tick at least one outcome" in refused.content.decode()


def test_a_comment_stays_with_the_council_and_stands_once(world: World, assessment: Assessment, bea: Person) -> None:
    desk = desk_of(world, bea, assessment)
    for _ in range(2):
        comment_on_outcome(by=desk, part=desk.part(0), outcome="A1.a", text=" Ask audit. ", at=desk.at)
    assert [c.text for c in Comment.objects.all()] == ["Ask audit."]
    page = signed_in(world.someone(assessment.council, Role.VIEWER)).get(
        f"/councils/elm/assessments/{assessment.pk}/0/A1.a/"
    )
    assert b"Ask audit." in page.content


@pytest.mark.parametrize(("text", "words"), [(" ", "Write your comment"), ("x" * 2001, "2,000")])
def test_a_comment_that_doesnt_fit_is_refused_and_kept_on_the_page(
    world: World, assessment: Assessment, bea: Person, text: str, words: str
) -> None:
    page = signed_in(bea).post(f"/councils/elm/assessments/{assessment.pk}/0/A1.a/comments/", {"text": text})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert text.strip() in page.content.decode()


def test_a_viewer_reads_and_says_nothing(world: World, assessment: Assessment, council: Body) -> None:
    desk = desk_of(world, world.someone(council, Role.VIEWER), assessment)
    with pytest.raises(Denied):
        comment_on_outcome(by=desk, part=desk.part(0), outcome="A1.a", text="x", at=desk.at)
