"""A council says what it makes of a warning, or of several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.kernel import audit
from wardmote.kernel.denial import Denied, missing
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from .. import policies
from ..models import Answer, AnswerWord, Notice, Story
from ..queries.shown import notices_shown_to

LONGEST = timedelta(days=366)
LONGEST_REASON = 600
MOST_AT_ONCE = 200
_ASKS_FOR_REASON = (AnswerWord.NOT_AFFECTED, AnswerWord.ACCEPTED, AnswerWord.NEED_HELP)


@dataclass(frozen=True)
class Given:
    """What the person says. `until` is the planned day, or the last day of an accepted risk."""

    word: str
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Ticked:
    """A warning, and the edition of it that the person saw."""

    number: int
    edition: int


class Unfit(Denied):
    """The answer lacks something; `field` says where."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class AnsweredMeanwhile(Denied):
    """A colleague answered first, or the warning itself changed; nothing was overwritten, and both can be compared."""

    def __init__(self, theirs: Notice) -> None:
        says = _("This warning changed while you had it open. Compare what stands now, then save again.")
        super().__init__(says, "conflict")
        self.theirs = theirs


@dataclass(frozen=True)
class AnsweredSeveral:
    """What became of several: answered, and left as they are since they changed meanwhile."""

    answered: tuple[int, ...]
    changed: tuple[int, ...]


def answer_notice(*, by: Viewer, council: Body, ticked: Ticked, given: Given, at: datetime) -> Notice:
    """Keep the answer. The same one sent again changes nothing."""
    policies.check_can_answer(by, council, localdate(at))
    given = checked(given, localdate(at))
    with transaction.atomic():
        notice = _held(by, council, at).filter(pk=ticked.number).first()
        if notice is None:
            raise missing("warning")
        _check_stands(notice)
        if _says(notice) == given:
            return notice
        if notice.edition != ticked.edition:
            raise AnsweredMeanwhile(notice)
        _write(by, notice, given, at)
        _record(by, council, [notice], given, at)
    return notice


def answer_several(
    *, by: Viewer, council: Body, ticked: Sequence[Ticked], given: Given, at: datetime
) -> AnsweredSeveral:
    """Give the same answer to all that are ticked; what changed or was taken back meanwhile is left as it is."""
    policies.check_can_answer(by, council, localdate(at))
    if not ticked:
        raise Unfit(_("Tick at least one warning."), "notices")
    if len(ticked) > MOST_AT_ONCE:
        raise Unfit(_("Tick at most 200 warnings at once."), "notices")
    given = checked(given, localdate(at))
    seen = {each.number: each.edition for each in ticked}
    with transaction.atomic():
        notices = list(_held(by, council, at).filter(pk__in=seen).order_by("pk"))
        fresh = [each for each in notices if each.taken_back_at is None and each.edition == seen[each.pk]]
        told = [each for each in fresh if _says(each) != given]
        for notice in told:
            _write(by, notice, given, at)
        if told:
            _record(by, council, told, given, at)
    done = {notice.pk for notice in fresh}
    return AnsweredSeveral(tuple(done), tuple(each.pk for each in notices if each.pk not in done))


def _held(by: Viewer, council: Body, at: datetime) -> QuerySet[Notice]:
    """Return what the person may see of the council's warnings, locked: what a label hides isn't there."""
    return notices_shown_to(by.person, localdate(at), council).select_for_update(no_key=True, of=("self",))


def checked(given: Given, day: date) -> Given:
    """Return the answer without what doesn't belong to it; refuse what is lacking, in words."""
    if given.word not in AnswerWord.values:
        raise Unfit(_("Choose an answer"), "answer")
    reason = given.reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Unfit(_("Say it in 600 characters or fewer"), "reason")
    until = None
    if given.word in (AnswerWord.PLANNED, AnswerWord.ACCEPTED):
        until = _checked_day(given.until, day)
    if given.word in _ASKS_FOR_REASON and not reason:
        raise Unfit(_lacking(given.word), "reason")
    return Given(given.word, until, reason)


def _lacking(word: str) -> str:
    match word:
        case AnswerWord.NOT_AFFECTED:
            return _("Write why you aren't affected")
        case AnswerWord.ACCEPTED:
            return _("Write why you accept the risk")
    return _("Write what you need")


def _checked_day(until: date | None, day: date) -> date:
    if until is None:
        raise Unfit(_("Enter the day"), "until")
    if not day <= until <= day + LONGEST:
        raise Unfit(_("Choose a day from today to a year from now"), "until")
    return until


def _check_stands(notice: Notice) -> None:
    if notice.taken_back_at:
        raise Denied(_("This warning was taken back: there is nothing to answer."), "conflict")


def _says(notice: Notice) -> Given:
    return Given(notice.answer, notice.until, notice.reason)


def _write(by: Viewer, notice: Notice, given: Given, at: datetime) -> None:
    notice.answer, notice.until, notice.reason = given.word, given.until, given.reason
    notice.answered_by, notice.answered_at = by.person, at
    notice.read_at = notice.read_at or at
    notice.edition += 1
    notice.save(
        update_fields=["answer", "until", "reason", "answered_by", "answered_at", "read_at", "edition"],
    )
    Answer.objects.create(
        council_id=notice.council_id,
        notice=notice,
        word=given.word,
        until=given.until,
        reason=given.reason,
        by=by.person,
        at=at,
    )


def _record(by: Viewer, council: Body, notices: list[Notice], given: Given, at: datetime) -> None:
    """Keep who answered which; of what is for people named, colleagues who read the log learn no number."""
    red = set(Story.objects.filter(notices__in=notices, label=Label.RED.value).values_list("pk", flat=True))
    told = [notice.pk for notice in notices if notice.story_id not in red]
    audit.record(
        by=by.person.pk,
        body=council.pk,
        action="warning.answered",
        subject=f"warning:{told[0]}" if len(told) == len(notices) == 1 else "warnings",
        at=at,
        after={
            "answer": given.word,
            "until": given.until.isoformat() if given.until else None,
            "warnings": told,
        },
    )
