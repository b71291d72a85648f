"""How are warnings said: their numbers, days and answers?"""

from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import AnswerWord, Notice, Story

# What is asked with each answer.
ANSWER_HINTS = {
    AnswerWord.NOT_AFFECTED.value: gettext_lazy("Say why below. It isn't asked again, whatever is revised later."),
    AnswerWord.PLANNED.value: gettext_lazy("Name the day. After it, the warning waits again."),
    AnswerWord.FIXED.value: gettext_lazy("It isn't asked again."),
    AnswerWord.ACCEPTED.value: gettext_lazy("Name the last day and say why. After it, the warning waits again."),
    AnswerWord.NEED_HELP.value: gettext_lazy("Say what you need below."),
}
MOST_NAMES = 3


def day_words(day: date) -> str:
    """Return a day as people write it."""
    return date_format(day, "j F Y")


def names_of(story: Story) -> str:
    """Return the story's numbers, CVE numbers first: "CVE-2026-1234 and 4 more"."""
    names = sorted((each.name for each in story.names.all()), key=lambda name: (not name.startswith("CVE-"), name))
    shown = ", ".join(names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    return _("%(names)s and %(n)s more") % {"names": shown, "n": left} if left > 0 else shown


def due_words(notice: Notice, day: date) -> str:
    """Return by when something should be done: "by 3 May 2027", "was due on 3 May 2027", or nothing."""
    if notice.due_on is None:
        return ""
    says = _("was due on %(day)s") if notice.due_on < day else _("by %(day)s")
    return says % {"day": day_words(notice.due_on)}


def answer_words(word: str, until: date | None) -> str:
    """Return an answer: "We have planned it: 3 May 2027"."""
    says = str(AnswerWord(word).label)
    match word:
        case AnswerWord.PLANNED if until:
            return _("%(answer)s: %(day)s") % {"answer": says, "day": day_words(until)}
        case AnswerWord.ACCEPTED if until:
            return _("%(answer)s: until %(day)s") % {"answer": says, "day": day_words(until)}
    return says


def standing_words(notice: Notice, day: date) -> str:
    """Return where a warning stands today, in one line."""
    if notice.taken_back_at:
        return _("Taken back on %(day)s") % {"day": day_words(localdate(notice.taken_back_at))}
    if not notice.answer:
        return _("Waits for an answer")
    says = answer_words(notice.answer, notice.until)
    if notice.until and notice.answer in (AnswerWord.PLANNED, AnswerWord.ACCEPTED) and notice.until < day:
        return _("Waits again. Its day has passed: %(answer)s") % {"answer": says}
    return says
