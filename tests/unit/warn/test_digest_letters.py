"""Is everybody told of a warning once, in one letter for all that is due, whatever stops in between?"""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django_tasks_db.models import DBTaskResult

from tests.unit.warn.warned import a_notice, a_statement, a_story
from tests.worlds import World
from wardmote.kernel.models import Letter
from wardmote.kernel.moments import now
from wardmote.kernel.roles import Role
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body, Person
from wardmote.warn.actions import tell_notices as acting
from wardmote.warn.actions.tell_notices import tell_notices
from wardmote.warn.hearing import DEFAULT
from wardmote.warn.models import Choice, Notice, Occasion, Pace, Priority, Telling
from wardmote.warn.queries.hearers import Hearer, councils_to_tell
from wardmote.warn.queries.untold import Told
from wardmote.warn.telling import tell, tell_hour, tell_now

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# A Monday in winter: London's clock is UTC's.
EIGHT = datetime(2027, 1, 11, 8, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> World:
    return World(at=EIGHT - 10 * DAY)


@pytest.fixture
def council(world: World) -> Body:
    return world.council("AAA", name="Aldermere Borough Council")


@pytest.fixture
def lead(world: World, council: Body) -> Person:
    return world.someone(council, Role.LEAD, "Lena Lead")


def raised(council: Body, title: str = "Fault", *, at: datetime = EIGHT - HOUR, **facts: Any) -> Notice:
    story = a_story(title, at=at)
    a_statement(story, at=at)
    return a_notice(council, story, at=at, **facts)


def chooses(person: Person, council: Body, pace: str, **facts: Any) -> None:
    Choice.objects.update_or_create(
        council=council, person=person, defaults={"pace": pace, "changed_at": EIGHT, **facts}
    )


def letters(council: Body, at: datetime) -> list[Letter]:
    """Return what is written at this moment."""
    before = set(Letter.objects.values_list("pk", flat=True))
    tell(council, at)
    return list(Letter.objects.exclude(pk__in=before).order_by("pk"))


def test_what_came_since_yesterday_is_told_at_eight_in_one_letter(council: Body, lead: Person) -> None:
    raised(council, "NetScaler leaks", due_on=date(2027, 1, 15))
    raised(council, "Planning app crashes", priority=Priority.PLANNED, at=EIGHT - 20 * HOUR)
    assert letters(council, EIGHT - timedelta(minutes=1)) == []
    (letter,) = letters(council, EIGHT)
    assert letter.to == lead.email
    assert letter.subject == "New warning, by 15 January 2027: NetScaler leaks, and 1 more"
    assert letter.text.index("NetScaler leaks") < letter.text.index("Planning app crashes")
    assert "http://localhost:8000/councils/AAA/warnings/" in letter.text
    assert letters(council, EIGHT + HOUR) == []
    assert Telling.objects.filter(letter=letter, occasion=Occasion.NEW).count() == 2


def test_each_warning_stands_in_three_lines(council: Body, lead: Person) -> None:
    notice = raised(council, "NetScaler leaks", due_on=date(2027, 1, 15))
    (letter,) = letters(council, EIGHT)
    assert (
        "ACT WITHIN 14 DAYS\n- NetScaler leaks\n  To do, by 15 January 2027: Update NetScaler ADC to 14.1-43.56.\n"
        f"  http://localhost:8000/councils/AAA/warnings/{notice.pk}/\n" in letter.text
    )


def test_what_comes_after_the_hour_waits_for_the_next_day(council: Body, lead: Person) -> None:
    assert letters(council, EIGHT) == []
    raised(council, at=EIGHT + HOUR)
    assert letters(council, EIGHT + 2 * HOUR) == []
    assert len(letters(council, EIGHT + DAY)) == 1


def test_an_hour_that_was_missed_is_made_good(council: Body, lead: Person) -> None:
    raised(council)
    assert len(letters(council, EIGHT + 4 * HOUR)) == 1


def test_what_can_not_wait_wakes_people_alone_and_is_told_once(council: Body, lead: Person) -> None:
    letters(council, EIGHT)
    raised(council, "Less", at=EIGHT + HOUR)
    raised(council, "Ransom", at=EIGHT + HOUR, priority=Priority.NOW)
    (letter,) = letters(council, EIGHT + 2 * HOUR)
    assert letter.subject == "Act now: Ransom"
    assert "Less" not in letter.text
    (digest,) = letters(council, EIGHT + DAY)
    assert "Less" in digest.text
    assert "Ransom" not in digest.text


def test_whoever_does_not_want_to_be_woken_hears_of_it_at_their_hour(council: Body, lead: Person) -> None:
    chooses(lead, council, Pace.DAILY, is_woken=False)
    raised(council, "Ransom", at=EIGHT + HOUR, priority=Priority.NOW)
    assert letters(council, EIGHT + 2 * HOUR) == []
    (letter,) = letters(council, EIGHT + DAY)
    assert letter.subject == "Act now: Ransom"


def test_what_has_become_urgent_is_told_once_more(council: Body, lead: Person) -> None:
    notice = raised(council, "Ransom")
    letters(council, EIGHT)
    Notice.objects.filter(pk=notice.pk).update(priority=Priority.NOW)
    (letter,) = letters(council, EIGHT + HOUR)
    assert letter.subject == "Act now: Ransom"
    Notice.objects.filter(pk=notice.pk).update(priority=Priority.SOON)
    Notice.objects.filter(pk=notice.pk).update(priority=Priority.NOW)
    assert letters(council, EIGHT + 2 * HOUR) == []


def test_what_is_planned_and_becomes_urgent_is_told_and_what_is_fixed_is_not(council: Body, lead: Person) -> None:
    planned, fixed = raised(council, "Planned"), raised(council, "Fixed")
    letters(council, EIGHT)
    rows = Notice.objects.filter(pk=planned.pk)
    rows.update(answer="planned", until=date(2027, 2, 1), answered_at=EIGHT, priority=Priority.NOW)
    Notice.objects.filter(pk=fixed.pk).update(answer="fixed", answered_at=EIGHT, priority=Priority.NOW)
    (letter,) = letters(council, EIGHT + HOUR)
    assert letter.subject == "Act now: Planned"
    assert "Fixed" not in letter.text


def test_at_once_and_hourly_leave_quiet_hours_alone(world: World, council: Body, lead: Person) -> None:
    other = world.someone(council, Role.CONTRIBUTOR)
    chooses(lead, council, Pace.AT_ONCE, quiet_from=22, quiet_to=7, is_woken=False)
    chooses(other, council, Pace.HOURLY, quiet_from=22, quiet_to=7, is_woken=False)
    night = EIGHT + 15 * HOUR
    raised(council, "Ransom", at=night, priority=Priority.NOW)
    assert letters(council, night + HOUR) == []
    assert letters(council, EIGHT + 22 * HOUR + timedelta(minutes=59)) == []
    assert {letter.to for letter in letters(council, EIGHT + 23 * HOUR)} == {lead.email, other.email}


def test_whoever_is_woken_in_quiet_hours_hears_then_of_nothing_that_can_wait(council: Body, lead: Person) -> None:
    chooses(lead, council, Pace.AT_ONCE, quiet_from=22, quiet_to=7)
    night = EIGHT + 15 * HOUR
    raised(council, "Misprint", at=night)
    assert letters(council, night + HOUR) == []
    raised(council, "Ransom", at=night + HOUR, priority=Priority.NOW)
    (woken,) = letters(council, night + HOUR)
    assert "Ransom" in woken.text
    assert "Misprint" not in woken.text
    (morning,) = letters(council, EIGHT + 23 * HOUR)
    assert "Misprint" in morning.text
    assert "Ransom" not in morning.text


def test_at_once_means_at_once_and_hourly_with_the_hour(world: World, council: Body, lead: Person) -> None:
    other = world.someone(council, Role.CONTRIBUTOR)
    chooses(lead, council, Pace.AT_ONCE)
    chooses(other, council, Pace.HOURLY)
    letters(council, EIGHT)
    raised(council, at=EIGHT + timedelta(minutes=10))
    assert [letter.to for letter in letters(council, EIGHT + timedelta(minutes=11))] == [lead.email]
    assert [letter.to for letter in letters(council, EIGHT + HOUR)] == [other.email]


def test_a_week_is_told_on_its_day(council: Body, lead: Person) -> None:
    chooses(lead, council, Pace.WEEKLY, weekday=3, hour=17)
    raised(council, at=EIGHT)
    assert letters(council, EIGHT + DAY) == []
    assert len(letters(council, EIGHT + 2 * DAY + 9 * HOUR)) == 1


def test_who_hears_by_itself_and_who_by_choice(world: World, council: Body, lead: Person) -> None:
    contributor = world.someone(council, Role.CONTRIBUTOR)
    leader, viewer = world.someone(council, Role.LEADER), world.someone(council, Role.VIEWER)
    councillor = world.someone(council, Role.COUNCILLOR)
    chooses(leader, council, Pace.DAILY)
    chooses(councillor, council, Pace.DAILY)
    gone = world.someone(council, Role.CONTRIBUTOR, "Gone Away")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    raised(council)
    told = {letter.to for letter in letters(council, EIGHT)}
    assert told == {lead.email, contributor.email, leader.email}
    assert viewer.email not in told


def test_whoever_wants_no_letters_gets_none_not_even_of_what_can_not_wait(council: Body, lead: Person) -> None:
    chooses(lead, council, Pace.NEVER, is_woken=True)
    raised(council, priority=Priority.NOW)
    assert letters(council, EIGHT) == []


def test_what_is_less_urgent_than_somebody_wants_stays_on_the_page(council: Body, lead: Person) -> None:
    known = raised(council, "Known", priority=Priority.KNOW)
    assert letters(council, EIGHT) == []
    Notice.objects.filter(pk=known.pk).update(priority=Priority.PLANNED)
    assert letters(council, EIGHT + HOUR) == []
    assert len(letters(council, EIGHT + DAY)) == 1


def test_what_was_told_and_taken_back_is_told_as_taken_back_once(council: Body, lead: Person) -> None:
    told, untold = raised(council, "Told"), raised(council, "Untold", at=EIGHT + HOUR)
    letters(council, EIGHT)
    for notice in (told, untold):
        Notice.objects.filter(pk=notice.pk).update(taken_back_at=EIGHT + 2 * HOUR)
    (letter,) = letters(council, EIGHT + DAY)
    assert letter.subject == "Taken back: Told"
    assert "Untold" not in letter.text
    assert "To do" not in letter.text
    assert letters(council, EIGHT + 2 * DAY) == []


def test_what_comes_again_after_it_was_taken_back_is_told_again(council: Body, lead: Person) -> None:
    notice = raised(council, "Again", priority=Priority.NOW)
    rows = Notice.objects.filter(pk=notice.pk)
    letters(council, EIGHT)
    for day in (1, 3):
        rows.update(taken_back_at=EIGHT + DAY - HOUR)
        assert len(letters(council, EIGHT + day * DAY)) == 1
        rows.update(taken_back_at=None)
        (letter,) = letters(council, EIGHT + (day + 1) * DAY)
        assert letter.subject == "Act now: Again"
    assert Telling.objects.filter(occasion=Occasion.NEW).count() == 3


def test_an_answered_warning_is_no_news_to_colleagues(council: Body, lead: Person) -> None:
    raised(council, answer="fixed", answered_at=EIGHT - HOUR)
    raised(council, answer="need-help", reason="How?", answered_at=EIGHT - HOUR)
    assert letters(council, EIGHT) == []


def reminded_after(council: Body, days: int = 30) -> dict[int, str]:
    """Return on which days after the first letter there is another one, and its subject."""
    found = {}
    for day in range(1, days + 1):
        for letter in letters(council, EIGHT + day * DAY):
            found[day] = letter.subject
    return found


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({"priority": Priority.NOW}, [3]),
        ({"priority": Priority.SOON}, [7]),
        ({"priority": Priority.SOON, "due_on": date(2027, 1, 25)}, [7, 12]),
        ({"priority": Priority.SOON, "due_on": date(2027, 1, 20)}, [7]),
        ({"priority": Priority.NOW, "due_on": date(2027, 1, 12)}, [3]),
        ({"priority": Priority.PLANNED, "due_on": date(2027, 1, 25)}, []),
    ],
)
def test_what_waits_is_reminded_of_after_days_and_before_it_is_due(
    council: Body, lead: Person, facts: dict[str, Any], days: list[int]
) -> None:
    raised(council, "Ransom", **facts)
    letters(council, EIGHT)
    found = reminded_after(council)
    assert list(found) == days
    assert set(found.values()) <= {"Reminder: Ransom"}
    numbers = list(Telling.objects.filter(occasion=Occasion.REMINDER).values_list("number", flat=True))
    assert numbers == list(range(1, len(days) + 1))


@pytest.mark.parametrize("word", ["planned", "accepted"])
def test_a_named_day_is_reminded_of_before_it_comes_and_when_it_has_passed(
    council: Body, lead: Person, word: str
) -> None:
    notice = raised(council, "Ransom", priority=Priority.PLANNED)
    letters(council, EIGHT)
    rows = Notice.objects.filter(pk=notice.pk)
    rows.update(answer=word, until=date(2027, 1, 21), answered_at=EIGHT + HOUR, reason="So.")
    assert list(reminded_after(council)) == [9, 11]
    texts = list(Letter.objects.order_by("pk").values_list("text", flat=True))
    assert "Say when it is done." in texts[1]
    assert "The day has passed" in texts[2]


def test_a_day_named_for_tomorrow_is_not_reminded_of_in_the_same_breath(council: Body, lead: Person) -> None:
    notice = raised(council, "Ransom")
    letters(council, EIGHT)
    rows = Notice.objects.filter(pk=notice.pk)
    rows.update(answer="planned", until=date(2027, 1, 16), answered_at=EIGHT + 4 * DAY - HOUR)
    assert 4 not in reminded_after(council, 4)


def test_reminders_and_news_share_a_letter(council: Body, lead: Person) -> None:
    raised(council, "Old", priority=Priority.NOW)
    letters(council, EIGHT)
    raised(council, "Fresh", at=EIGHT + 2 * DAY + HOUR)
    (letter,) = letters(council, EIGHT + 3 * DAY)
    assert letter.subject == "New warning: Fresh, and 1 more"
    assert "REMINDERS\n- Old" in letter.text


def test_forty_warnings_are_one_letter_that_says_how_many_more(council: Body, lead: Person) -> None:
    for number in range(40):
        raised(council, f"Fault {number:02}")
    (letter,) = letters(council, EIGHT)
    assert letter.subject == "New warning: Fault 00, and 39 more"
    assert letter.text.count("\n- Fault") == 15
    assert "- and 25 more, on the page" in letter.text
    assert Telling.objects.count() == 40
    assert letters(council, EIGHT + DAY) == []


def test_a_hostile_title_stays_one_line_and_leads_nowhere(council: Body, lead: Person) -> None:
    raised(council, "Fault\r\nBcc: x@y.example\nhttps://evil.example/login " + "x" * 200)
    (letter,) = letters(council, EIGHT)
    assert "\n" not in letter.subject
    assert "https://evil" not in letter.subject + letter.text
    assert "\nBcc:" not in letter.text


def test_what_is_labelled_more_strictly_is_in_no_letter(council: Body, lead: Person) -> None:
    secret = raised(council, "Secret", priority=Priority.NOW)
    secret.story.label = "amber"
    secret.story.save()
    assert letters(council, EIGHT) == []


def test_each_council_hears_of_its_own(world: World, council: Body, lead: Person) -> None:
    other = world.council("BBB")
    world.someone(other, Role.LEAD)
    raised(other, "Theirs")
    assert letters(council, EIGHT) == []


def test_a_council_that_is_not_at_work_hears_nothing(world: World) -> None:
    gone = world.council("OLD", end_date=EIGHT.date())
    world.someone(gone, Role.LEAD)
    raised(gone)
    assert letters(gone, EIGHT) == []
    assert gone.pk not in councils_to_tell(EIGHT.date())


def test_a_fault_between_letter_and_rows_leaves_neither_and_the_next_try_tells(
    council: Body, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised(council)

    class Killed(BaseException):
        pass

    def dies(*_args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(acting, "_keep", dies)
        with pytest.raises(Killed):
            tell(council, EIGHT)
    assert (Letter.objects.count(), Telling.objects.count()) == (0, 0)
    assert len(letters(council, EIGHT)) == 1


def test_the_database_refuses_to_have_somebody_told_twice_and_keeps_no_second_letter(
    council: Body, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if another worker had told in the very moment between this one's look and its writing."""
    raised(council)
    letters(council, EIGHT)
    hearer = Hearer(lead, DEFAULT)
    with monkeypatch.context() as patched:
        patched.setattr("wardmote.warn.queries.untold.told_of", lambda *_args: _never_told())
        with pytest.raises(IntegrityError):
            tell_notices(council=council, hearer=hearer, at=EIGHT + DAY)
    assert Letter.objects.count() == 1


def _never_told() -> defaultdict[int, Told]:
    return defaultdict(Told)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres_only
def test_two_workers_at_once_write_one_letter() -> None:
    world = World(at=EIGHT - 10 * DAY)
    council = world.council("AAA")
    world.someone(council, Role.LEAD)
    raised(council)

    def work() -> None:
        with seeing_as_system():
            tell(council, EIGHT)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Letter.objects.count() == 1


def test_the_hours_duty_queues_each_council_that_has_something_to_hear(
    world: World, council: Body, lead: Person
) -> None:
    other, settled = world.council("BBB"), world.council("CCC")
    raised(council, at=now() - 2 * DAY)
    raised(settled, answer="fixed", answered_at=EIGHT)
    assert tell_hour.func() == 1
    queued = DBTaskResult.objects.filter(task_path=tell_now.module_path)
    assert [row.args_kwargs["args"] for row in queued] == [[council.pk]]
    assert other.pk not in councils_to_tell(EIGHT.date())
    tell_now.func(council.pk)
    assert Letter.objects.count() == 1
