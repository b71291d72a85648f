"""Does submitting freeze a result for good, and only a whole one, by the lead?"""

from datetime import timedelta

import pytest

from tests.worlds import World
from wardmote.assess.actions.submit_stocktake import submit_stocktake
from wardmote.assess.models import Answer, Reason, Stocktake, Submission
from wardmote.assess.public import answer_question, first_area
from wardmote.assess.queries.progress import stocktake_progress
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry, Letter
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as
from wardmote.register.models import Body, Person


@pytest.fixture
def council(world: World) -> Body:
    return world.council("elm")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD)


def submit(
    world: World, person: Person, council: Body, area: str = "leadership", after: timedelta = timedelta(seconds=1)
) -> Submission:
    with seeing_as(str(person.pk)):
        return submit_stocktake(by=world.viewer(person), council=council, area=area, at=world.at + after)


@pytest.mark.parametrize(
    ("level", "score", "rating"),
    [(0, 0, "red"), (1, 25, "amber-red"), (2, 50, "amber"), (3, 75, "amber-green"), (4, 100, "green")],
)
def test_a_whole_stocktake_becomes_a_result(
    world: World, council: Body, lead: Person, level: int, score: float, rating: str
) -> None:
    world.answer_all(council, level, "Because.")
    done = submit(world, lead, council)
    assert (done.score, done.rating, done.unknown, done.is_latest) == (score, rating, 0, True)
    assert (done.submitted_by, done.submitted_on) == (lead, done.submitted_at.date())
    assert done.reasons.count() == len(first_area().questions)
    assert set(done.reasons.values_list("level", "note", "council")) == {(level, "Because.", council.pk)}
    assert Stocktake.objects.get().closed_at == done.submitted_at


def test_submitting_is_audited_once_with_the_rating(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 2)
    submit(world, lead, council)
    entry = AuditEntry.objects.get(action="stocktake.submitted")
    assert (entry.person_id, entry.body_id, entry.before) == (lead.pk, council.pk, {})
    assert entry.after == {"area": "leadership", "rating": "amber", "score": 50.0}


def test_what_nobody_knows_counts_as_answered_and_is_counted(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 2)
    Answer.objects.filter(question="lead-owner").update(level=None)
    done = submit(world, lead, council)
    assert done.unknown == 1
    assert done.score < 50
    assert done.reasons.get(question="lead-owner").level is None


@pytest.mark.parametrize(
    ("left", "says"), [(1, "still ha"), (3, "3 questions still have no answer"), (9, "9 questions")]
)
def test_an_incomplete_stocktake_is_refused_with_what_is_left(
    world: World, council: Body, lead: Person, left: int, says: str
) -> None:
    for asked in first_area().questions[left:]:
        answer_question(
            by=world.viewer(lead), council=council, question=asked.id, level=2, note="", edition=0, at=world.at
        )
    with pytest.raises(Denied, match=says) as refusal:
        submit(world, lead, council)
    assert refusal.value.status == 409
    assert not Submission.objects.exists()
    assert not Stocktake.objects.filter(closed_at__isnull=False).exists()


def test_nothing_new_is_nothing_to_submit(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 2)
    submit(world, lead, council)
    with pytest.raises(Denied, match="There are no new answers to submit") as refusal:
        submit(world, lead, council)
    assert refusal.value.status == 409
    assert Submission.objects.count() == 1


def test_only_the_newest_result_is_the_latest_and_the_one_before_stays(
    world: World, council: Body, lead: Person
) -> None:
    world.answer_all(council, 1)
    first = submit(world, lead, council)
    reasons = list(first.reasons.values())
    world.at += timedelta(days=30)
    edition = stocktake_progress(council).line("lead-owner").edition  # type: ignore[union-attr]
    answer_question(
        by=world.viewer(lead), council=council, question="lead-owner", level=4, note="", edition=edition, at=world.at
    )
    second = submit(world, lead, council)
    flags = Submission.objects.order_by("pk").values_list("pk", "is_latest")
    assert list(flags) == [(first.pk, False), (second.pk, True)]
    first.refresh_from_db()
    assert (first.score, list(first.reasons.values())) == (25, reasons)
    assert second.score > 25
    entry = AuditEntry.objects.filter(action="stocktake.submitted").order_by("-sequence")[0]
    assert entry.before == {"rating": "amber-red"}


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.COUNCILLOR, Role.VIEWER, Role.ASSURER])
def test_only_the_lead_submits(world: World, council: Body, lead: Person, role: Role) -> None:
    world.answer_all(council, 2)
    with pytest.raises(Denied, match="Only the council's cyber lead submits the stocktake"):
        submit(world, world.someone(council, role), council)
    assert not Submission.objects.exists()


def test_a_lead_elsewhere_submits_nothing(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 2)
    with pytest.raises(Denied):
        submit(world, world.someone(world.council("moe"), Role.LEAD), council)


def test_a_dissolved_council_submits_nothing(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 2)
    council.end_date = world.at.date()
    council.save()
    with pytest.raises(Denied, match="This council has been dissolved"):
        submit(world, lead, council)


def test_the_councils_leaders_are_told_and_nobody_elsewhere(world: World, council: Body, lead: Person) -> None:
    leader = world.someone(council, Role.LEADER)
    world.someone(world.council("moe"), Role.LEADER)
    world.answer_all(council, 2)
    submit(world, lead, council)
    assert list(Letter.objects.values_list("to", flat=True)) == [leader.email]


def test_two_councils_results_dont_mix(world: World, council: Body, lead: Person) -> None:
    other = world.council("moe")
    world.submit(council, level=4, note="Elm's.")
    world.submit(other, level=1, note="Moe's.")
    assert set(Submission.objects.values_list("council__code", "rating", "is_latest")) == {
        ("elm", "green", True),
        ("moe", "amber-red", True),
    }
    assert set(Reason.objects.values_list("submission__council__code", "council__code", "note")) == {
        ("elm", "elm", "Elm's."),
        ("moe", "moe", "Moe's."),
    }


def test_areas_are_submitted_one_by_one(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 1)
    world.answer_all(council, 4, area="technology")
    done = submit(world, lead, council, "technology")
    assert (done.area, done.rating, done.is_latest) == ("technology", "green", True)
    assert done.reasons.count() == 10
    assert list(Stocktake.objects.filter(closed_at__isnull=True).values_list("area", flat=True)) == ["leadership"]
    assert submit(world, lead, council).rating == "amber-red"
    assert set(Submission.objects.filter(is_latest=True).values_list("area", flat=True)) == {"leadership", "technology"}


def test_an_area_with_no_answers_isnt_submitted_by_another_areas(world: World, council: Body, lead: Person) -> None:
    world.answer_all(council, 2)
    with pytest.raises(Denied, match="There are no new answers to submit"):
        submit(world, lead, council, "training")
    assert not Submission.objects.exists()


def test_an_area_that_nobody_knows_isnt_there(world: World, council: Body, lead: Person) -> None:
    with pytest.raises(Denied, match="can't find that area") as refusal:
        submit(world, lead, council, "no-such")
    assert refusal.value.status == 404
