"""What is there to tell one person of a council's warnings now, that they weren't told before?

Each piece of news has a number: somebody is told that a warning is new once, that it was taken back once, and once
more where it comes again after that. A warning that is to be acted on now is told as urgent with the same number.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate

from wardmote.register.models import Body, Person

from ..hearing import Hears
from ..models import Bulletin, Notice, Nudge, Occasion, Priority, Telling
from .news_of_bulletins import unheard_of, waiting_for_word
from .shown import notices_shown_to
from .standing import FOR_GOOD, WITH_A_DAY, has_run_out, is_waiting

TAKEN_BACK_WITHIN = timedelta(days=60)
REMIND_NOW_AFTER = timedelta(days=3)
REMIND_SOON_AFTER = timedelta(days=7)
REMIND_BEFORE_DUE = timedelta(days=2)
A_DAY = timedelta(days=1)
# An occasion, its number, and when it was told.
Row = tuple[str, int, datetime]


@dataclass(frozen=True)
class Told:
    """The highest numbers of what a person was told of a warning, and on which days it was new and spoken of last."""

    new: int = 0
    urgent: int = 0
    back: int = 0
    reminder: int = 0
    nudge: int = 0
    new_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Item:
    """One warning to tell of, on one occasion. `is_urgent_too`: the same letter says that it is to be acted on now."""

    notice: Notice
    occasion: Occasion
    number: int
    is_urgent_too: bool = False
    # The bulletins about it whose edition the person hears of with this.
    bulletins: tuple[Bulletin, ...] = ()


@dataclass(frozen=True)
class When:
    """At which moment it is told, when the person's hour struck, and whether all is told or what can't wait only."""

    at: datetime
    struck: datetime
    is_whole: bool
    with_reminders: bool

    @property
    def day(self) -> date:
        """Return the council's day."""
        return localdate(self.at)


def untold(council: Body, person: Person, hears: Hears, when: When) -> tuple[Item, ...]:
    """Return what is to be told, the most urgent first."""
    spoken = Telling.objects.filter(notice=OuterRef("pk"), person=person)
    heard_of = Exists(spoken.filter(occasion=Occasion.NEW))
    recently = Q(taken_back_at__gt=when.at - TAKEN_BACK_WITHIN) & heard_of
    stands = Q(taken_back_at__isnull=True, priority__lte=hears.least_priority) & ~Q(answer__in=FOR_GOOD)
    shown = notices_shown_to(person, when.day, council)
    heard_before = waiting_for_word(council, person, when.day)
    relevant = shown.filter(recently | stands | heard_before)
    if not when.is_whole:
        # Mostly nobody has anything to hear: the database says so without a look at what they heard.
        unheard = ~Exists(spoken.filter(occasion=Occasion.URGENT)) | Exists(spoken.filter(occasion=Occasion.TAKEN_BACK))
        relevant = shown.filter(stands & unheard | heard_before, priority=Priority.NOW)
    notices = list(relevant.defer("reasons", "reason"))
    if not notices:
        return ()
    told = told_of(council, person)
    bulletins = unheard_of(council, person, when.day, {notice.story_id for notice in notices})
    nudges = _nudges(council, {notice.pk for notice in notices})
    found = []
    for notice in notices:
        word = bulletins.get(notice.story_id, ())
        item = item_of(notice, told[notice.pk], when, wakes=hears.wakes)
        if item is None:
            item = _asked_about(notice, told[notice.pk], when, word, nudges.get(notice.pk, 0))
        if item:
            found.append(replace(item, bulletins=word))
    return tuple(sorted(found, key=_weight))


def _asked_about(notice: Notice, told: Told, when: When, word: tuple[Bulletin, ...], nudges: int) -> Item | None:
    """Return what somebody who heard of a warning is told besides: a bulletin's new edition, or a WARP's reminder."""
    if not told.new or (not when.is_whole and notice.priority != Priority.NOW):
        return None
    if word:
        return Item(notice, Occasion.BULLETIN, word[0].edition)
    if nudges > told.nudge and is_waiting(notice, when.day):
        return Item(notice, Occasion.NUDGE, nudges)
    return None


def _nudges(council: Body, notices: set[int]) -> dict[int, int]:
    """Return how often the council was reminded of each warning by those who run its WARP."""
    rows = Nudge.objects.filter(council=council, notice__in=notices).values_list("notice_id")
    return dict(rows.annotate(n=Count("pk")).order_by())


def told_of(council: Body, person: Person) -> dict[int, Told]:
    """Return what a person was told of a council's warnings so far, by the warning's key."""
    rows = Telling.objects.filter(council=council, person=person).exclude(
        notice__answer__in=FOR_GOOD, notice__taken_back_at__isnull=True
    )
    spoken: dict[int, list[Row]] = defaultdict(list)
    for notice, occasion, number, at in rows.values_list("notice_id", "occasion", "number", "told_at"):
        spoken[notice].append((occasion, number, at))
    return defaultdict(Told, {notice: _added_up(tellings) for notice, tellings in spoken.items()})


def item_of(notice: Notice, told: Told, when: When, *, wakes: bool) -> Item | None:
    """Return what is to be told of one warning, if anything is."""
    if notice.taken_back_at:
        is_due = told.new > told.back and when.is_whole
        return Item(notice, Occasion.TAKEN_BACK, told.new) if is_due else None
    is_urgent = notice.priority == Priority.NOW
    if told.new == told.back and is_waiting(notice, when.day):
        is_due = (is_urgent and wakes) or (when.is_whole and notice.raised_at <= when.struck)
        return Item(notice, Occasion.NEW, told.new + 1, is_urgent) if is_due else None
    if is_urgent and told.back < told.new and told.urgent < told.new:
        return Item(notice, Occasion.URGENT, told.new)
    if when.with_reminders and any(_is_due(day, notice, told, when.day) for day in reminder_days(notice, told, when)):
        return Item(notice, Occasion.REMINDER, told.reminder + 1)
    return None


def reminder_days(notice: Notice, told: Told, when: When) -> Iterator[date]:
    """Yield the days on which somebody is reminded of a warning as it stands now."""
    if notice.answer in WITH_A_DAY and notice.until:
        # The day before it comes, and the day after it has passed: then the warning waits again.
        yield notice.until - A_DAY
        yield notice.until + A_DAY
    if not is_waiting(notice, when.day):
        return
    since = notice.until if has_run_out(notice, when.day) else told.new_on
    if notice.priority == Priority.NOW and since:
        yield since + REMIND_NOW_AFTER
    if notice.priority == Priority.SOON and since:
        yield since + REMIND_SOON_AFTER
    if notice.due_on and notice.priority in (Priority.NOW, Priority.SOON):
        yield notice.due_on - REMIND_BEFORE_DUE


def _is_due(reminded_on: date, notice: Notice, told: Told, day: date) -> bool:
    """Say whether that day has come, and neither a letter nor an answer came on it or since."""
    answered_on = localdate(notice.answered_at) if notice.answered_at else None
    spoken = max((each for each in (told.last_on, answered_on) if each), default=None)
    return reminded_on <= day and spoken is not None and spoken < reminded_on


def _added_up(rows: list[Row]) -> Told:
    highest = dict.fromkeys(Occasion.values, 0)
    for occasion, number, _at in rows:
        highest[occasion] = max(highest[occasion], number)
    news = [at for occasion, _number, at in rows if occasion == Occasion.NEW]
    return Told(
        new=highest[Occasion.NEW],
        urgent=highest[Occasion.URGENT],
        back=highest[Occasion.TAKEN_BACK],
        reminder=highest[Occasion.REMINDER],
        nudge=highest[Occasion.NUDGE],
        new_on=localdate(max(news)) if news else None,
        last_on=localdate(max(at for _occasion, _number, at in rows)),
    )


_ORDER = [
    Occasion.URGENT,
    Occasion.NEW,
    Occasion.BULLETIN,
    Occasion.NUDGE,
    Occasion.REMINDER,
    Occasion.TAKEN_BACK,
]


def _weight(item: Item) -> tuple[bool, int, int, date, int]:
    notice = item.notice
    is_for_now = item.is_urgent_too or item.occasion == Occasion.URGENT
    return (not is_for_now, _ORDER.index(item.occasion), notice.priority, notice.due_on or date.max, notice.pk)
