"""Does a council's answer to a warning hold for as long as it should, and overwrite nobody's?"""

from datetime import date, timedelta

import pytest

from tests.unit.warn.warned import a_notice, a_story
from tests.worlds import World
from wardmote.kernel.denial import Denied
from wardmote.kernel.models import AuditEntry
from wardmote.kernel.moments import today
from wardmote.kernel.roles import Role
from wardmote.register.models import Body
from wardmote.register.public import Viewer
from wardmote.warn.actions.answer_notice import (
    AnsweredMeanwhile,
    Given,
    Ticked,
    Unfit,
    answer_notice,
    answer_several,
)
from wardmote.warn.models import Answer, AnswerWord, Audience, Bulletin, BulletinReader, BulletinState, Notice
from wardmote.warn.queries.standing import answered_on, is_waiting, waiting_on

DAY = timedelta(days=1)
FIXED = Given("fixed")


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA")


@pytest.fixture
def lead(world: World, council: Body) -> Viewer:
    return world.viewer(world.someone(council, Role.LEAD, "Lena Lead"))


@pytest.fixture
def notice(world: World, council: Body) -> Notice:
    return a_notice(council, at=world.at)


def answer(world: World, lead: Viewer, notice: Notice, given: Given, edition: int | None = None) -> Notice:
    edition = notice.edition if edition is None else edition
    return answer_notice(by=lead, council=notice.council, ticked=Ticked(notice.pk, edition), given=given, at=world.at)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given("not-affected"), "reason"),
        (Given("not-affected", reason="   "), "reason"),
        (Given("need-help"), "reason"),
        (Given("planned"), "until"),
        (Given("planned", until=today() - DAY), "until"),
        (Given("planned", until=today() + 367 * DAY), "until"),
        (Given("accepted", until=today() + DAY), "reason"),
        (Given("accepted", reason="No update exists."), "until"),
        (Given("fixed", reason="x" * 601), "reason"),
        (Given("perhaps"), "answer"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_where_it_lacks(
    world: World, lead: Viewer, notice: Notice, given: Given, field: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        answer(world, lead, notice, given)
    assert refusal.value.field == field
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        Given("not-affected", None, "The module isn't installed."),
        Given("planned", today()),
        Given("planned", today() + 366 * DAY, "With the spring update."),
        Given("fixed"),
        Given("accepted", today() + 30 * DAY, "No update exists."),
        Given("need-help", None, "Who has done this before?"),
    ],
)
def test_an_answer_is_kept_with_its_history_and_one_entry(
    world: World, lead: Viewer, notice: Notice, given: Given
) -> None:
    answer(world, lead, notice, given)
    notice.refresh_from_db()
    assert (notice.answer, notice.until, notice.reason, notice.edition) == (given.word, given.until, given.reason, 2)
    assert (notice.answered_by, notice.answered_at) == (lead.person, world.at)
    assert [(each.word, each.by) for each in notice.answers.all()] == [(given.word, lead.person)]
    entry = AuditEntry.objects.get(action="warning.answered")
    assert entry.after["warnings"] == [notice.pk]


def test_what_doesnt_belong_to_an_answer_isnt_kept(world: World, lead: Viewer, notice: Notice) -> None:
    assert answer(world, lead, notice, Given("fixed", today() + DAY)).until is None


def test_a_day_that_passed_makes_a_planned_warning_wait_again_and_the_day_itself_doesnt(
    world: World, lead: Viewer, notice: Notice
) -> None:
    until = today() + 10 * DAY
    answer(world, lead, notice, Given("planned", until))
    assert waiting(until) == []
    assert waiting(until + DAY) == [notice.pk]
    assert answered(until) == [notice.pk]
    assert answered(until + DAY) == []


def test_an_accepted_risk_ends_with_its_last_day(world: World, lead: Viewer, notice: Notice) -> None:
    until = today() + 10 * DAY
    answer(world, lead, notice, Given("accepted", until, "No update exists."))
    assert waiting(until) == []
    assert waiting(until + DAY) == [notice.pk]


@pytest.mark.parametrize("given", [FIXED, Given("not-affected", None, "It isn't installed.")])
def test_what_is_fixed_or_doesnt_concern_us_stays_so_through_revisions(
    world: World, lead: Viewer, notice: Notice, given: Given
) -> None:
    answer(world, lead, notice, given)
    Notice.objects.filter(pk=notice.pk).update(priority=1, changed_at=world.at + 5 * DAY, edition=9)
    assert waiting(today() + 3000 * DAY) == []


def test_what_was_taken_back_waits_for_nobody_and_takes_no_answer(world: World, lead: Viewer, notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(taken_back_at=world.at)
    assert waiting(today()) == []
    with pytest.raises(Denied, match="taken back") as refusal:
        answer(world, lead, notice, FIXED)
    assert refusal.value.status == 409


def test_a_colleagues_answer_isnt_overwritten(world: World, council: Body, lead: Viewer, notice: Notice) -> None:
    other = world.viewer(world.someone(council, Role.CONTRIBUTOR))
    answer(world, other, notice, Given("planned", today() + DAY))
    with pytest.raises(AnsweredMeanwhile) as refusal:
        answer(world, lead, notice, FIXED, edition=1)
    assert refusal.value.status == 409
    assert refusal.value.theirs.answer == AnswerWord.PLANNED
    answer(world, lead, notice, FIXED, edition=2)
    assert list(notice.answers.values_list("word", flat=True)) == ["planned", "fixed"]


def test_the_same_answer_sent_twice_is_kept_once(world: World, lead: Viewer, notice: Notice) -> None:
    for _ in range(2):
        answer(world, lead, notice, FIXED, edition=1)
    assert Answer.objects.count() == 1


def test_several_get_the_same_answer_at_once_with_one_entry(world: World, council: Body, lead: Viewer) -> None:
    ours = [a_notice(council, a_story(f"Fault {n}", at=world.at), at=world.at) for n in range(3)]
    ticked = [Ticked(each.pk, each.edition) for each in ours]
    done = answer_several(by=lead, council=council, ticked=ticked, given=FIXED, at=world.at)
    assert (set(done.answered), done.changed) == ({each.pk for each in ours}, ())
    assert Notice.objects.filter(answer="fixed").count() == 3
    assert AuditEntry.objects.filter(action="warning.answered").count() == 1


def test_of_several_those_that_changed_are_left_as_they_are(world: World, council: Body, lead: Viewer) -> None:
    ours = [a_notice(council, a_story(f"Fault {n}", at=world.at), at=world.at) for n in range(3)]
    answer(world, lead, ours[0], Given("planned", today()))
    Notice.objects.filter(pk=ours[1].pk).update(taken_back_at=world.at)
    ticked = [Ticked(each.pk, 1) for each in ours]
    done = answer_several(by=lead, council=council, ticked=ticked, given=FIXED, at=world.at)
    assert (done.answered, set(done.changed)) == ((ours[2].pk,), {ours[0].pk, ours[1].pk})


def test_another_councils_warning_is_answered_by_nobody_here(world: World, council: Body, lead: Viewer) -> None:
    theirs = a_notice(world.council("BBB"), at=world.at)
    done = answer_several(by=lead, council=council, ticked=[Ticked(theirs.pk, 1)], given=FIXED, at=world.at)
    assert done.answered == ()
    with pytest.raises(Denied, match="can't find"):
        answer_notice(by=lead, council=council, ticked=Ticked(theirs.pk, 1), given=FIXED, at=world.at)
    theirs.refresh_from_db()
    assert theirs.answer == ""


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER, Role.COUNCILLOR])
def test_readers_are_told_whom_to_ask(world: World, council: Body, notice: Notice, role: Role) -> None:
    reader = world.viewer(world.someone(council, role))
    with pytest.raises(Denied, match="contributor"):
        answer(world, reader, notice, FIXED)


def test_a_council_that_isnt_at_work_answers_nothing(world: World) -> None:
    gone = world.council("OLD", end_date=world.at.date() - DAY)
    lead = world.viewer(world.someone(gone, Role.LEAD))
    with pytest.raises(Denied, match="isn't at work"):
        answer(world, lead, a_notice(gone, at=world.at), FIXED)


def waiting(day: date) -> list[int]:
    found = list(Notice.objects.filter(waiting_on(day)).values_list("pk", flat=True))
    assert found == [each.pk for each in Notice.objects.order_by("pk") if is_waiting(each, day)]
    return found


def answered(day: date) -> list[int]:
    return list(Notice.objects.filter(answered_on(day)).values_list("pk", flat=True))


def test_of_what_is_for_people_named_the_log_keeps_no_number(world: World, lead: Viewer, council: Body) -> None:
    named = world.viewer(world.someone(council, Role.CONTRIBUTOR, "Nora"))
    red, open_one = (
        a_notice(council, a_story(f"{label} one", at=world.at, label=label), at=world.at) for label in ("red", "green")
    )
    bulletin = Bulletin.objects.create(
        owner=world.warp("the-warp", council),
        label="red",
        audience=Audience.NAMED,
        state=BulletinState.PUBLISHED,
        story=red.story,
        title="Eyes only",
        what="It leaks.",
        act="Switch it off.",
        edition=1,
        reference="THE-WARP-2026-1",
        written_at=world.at,
        changed_at=world.at,
        published_at=world.at,
    )
    BulletinReader.objects.create(bulletin=bulletin, person=named.person)
    given = Given(AnswerWord.FIXED)
    both = [Ticked(notice.pk, notice.edition) for notice in (red, open_one)]
    answer_several(by=named, council=council, ticked=both, given=given, at=world.at)
    entry = AuditEntry.objects.get(action="warning.answered")
    assert (entry.subject, entry.after["warnings"]) == ("warnings", [open_one.pk])
