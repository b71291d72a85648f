"""Which of a council's warnings wait for it today?

An answer lasts: "not affected" and "fixed" for good, whatever is revised later; "planned" and "accepted" to the end of
the day that the council named. After that day the warning waits again, by itself.
"""

from datetime import date

from django.db.models import Q

from wardmote.engines.advisories.facts import Label

from ..models import AnswerWord, Notice

# Of what is labelled more strictly only those know whom a bulletin tells of it (`shown.py`).
SHOWN_LABELS = (Label.CLEAR.value, Label.GREEN.value)
WITH_A_DAY = (AnswerWord.PLANNED, AnswerWord.ACCEPTED)
FOR_GOOD = (AnswerWord.NOT_AFFECTED, AnswerWord.FIXED)


def waiting_on(day: date) -> Q:
    """Condition: the warning waits for an answer on this day, the first one or another one."""
    return Q(taken_back_at__isnull=True) & (Q(answer="") | ran_out_by(day))


def answered_on(day: date) -> Q:
    """Condition: the warning stands, and its answer holds on this day."""
    return Q(taken_back_at__isnull=True) & ~Q(answer="") & ~ran_out_by(day)


def ran_out_by(day: date) -> Q:
    """Condition: the day that the council named has passed."""
    return Q(answer__in=WITH_A_DAY, until__isnull=False, until__lt=day)


def has_run_out(notice: Notice, day: date) -> bool:
    """Say the same of one warning."""
    return notice.answer in WITH_A_DAY and notice.until is not None and notice.until < day


def is_waiting(notice: Notice, day: date) -> bool:
    """Say whether one warning waits."""
    return notice.taken_back_at is None and (not notice.answer or has_run_out(notice, day))
