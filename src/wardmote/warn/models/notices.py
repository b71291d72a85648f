"""What was each council told, what did it answer, and who heard of it by which way?"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wardmote.kernel.models import Letter
from wardmote.register.models import Body, Person

from .stories import Story

WALL = "council_id IN (SELECT wardmote_own_bodies())"


class Priority(models.IntegerChoices):
    """How soon to act, the most urgent first. The values are stored."""

    NOW = 1, _("Act now")
    SOON = 2, _("Act within 14 days")
    PLANNED = 3, _("Plan it")
    KNOW = 4, _("Good to know")


class AnswerWord(models.TextChoices):
    """What a council says to a notice. The values are stored."""

    NOT_AFFECTED = "not-affected", _("We aren't affected")
    PLANNED = "planned", _("We have planned it")
    FIXED = "fixed", _("We have fixed it")
    ACCEPTED = "accepted", _("We accept the risk for a time")
    NEED_HELP = "need-help", _("We need help")


class Notice(models.Model):
    """A story that concerns a council, with what the rules made of it and what the council says last.

    What a council says is its own; those whom it lets see its results read it too, and nobody else.

    `why` is one sentence: which item, which range, which source. `until` is the planned day, or the last day of an
    accepted risk. What was raised wrongly is taken back, not deleted. `read_at` is when somebody first opened it.
    """

    wall = f"{WALL} OR council_id IN (SELECT wardmote_results_bodies())"
    wall_for_writing = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="notices")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)
    due_on = models.DateField(null=True)
    why = models.CharField(max_length=600)
    reasons = models.JSONField(default=list, blank=True)
    is_sure = models.BooleanField(default=True)
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=AnswerWord.choices, blank=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["priority", "due_on", "-raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "story"], name="notice_once"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="notice_priority_known"),
            models.CheckConstraint(condition=Q(answer__in=["", *AnswerWord.values]), name="notice_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="notice_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["planned", "accepted"]) | Q(until__isnull=False),
                name="notice_planned_or_accepted_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["not-affected", "accepted"]) | ~Q(reason=""),
                name="notice_not_affected_or_accepted_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(taken_back_at__gte=F("raised_at")),
                name="notice_taken_back_later",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "priority"],
                condition=Q(answer="", taken_back_at__isnull=True),
                name="notice_waiting",
            )
        ]


class Answer(models.Model):
    """Each answer that a council gave to a notice, oldest first."""

    wall = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="answers")
    word = models.CharField(max_length=12, choices=AnswerWord.choices)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(word__in=AnswerWord.values), name="answer_word_known")]


class Pace(models.TextChoices):
    """How often somebody hears of new notices. The values are stored."""

    AT_ONCE = "at-once", _("At once")
    HOURLY = "hourly", _("Once an hour")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Not by e-mail")


class Choice(models.Model):
    """How a person wants to hear of one council's notices. Whoever chose nothing gets the room's default.

    Hours are of the council's day (Europe/London); a quiet time may run over midnight; both ends alike mean none.
    `weekday` is 1 for Monday to 7. Notices of priority NOW disregard pace and quiet hours where `is_woken` says so.
    """

    wall = f"{WALL} OR person_id::text = current_setting('wardmote.viewer', true)"

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    pace = models.CharField(max_length=8, choices=Pace.choices, default=Pace.DAILY)
    hour = models.PositiveSmallIntegerField(default=8)
    weekday = models.PositiveSmallIntegerField(default=1)
    quiet_from = models.PositiveSmallIntegerField(default=0)
    quiet_to = models.PositiveSmallIntegerField(default=0)
    is_woken = models.BooleanField(default=True)
    least_priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.PLANNED)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "person"], name="choice_once"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="choice_pace_known"),
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_to__lte=23, weekday__gte=1, weekday__lte=7),
                name="choice_hours_of_a_day",
            ),
            models.CheckConstraint(condition=Q(least_priority__in=Priority.values), name="choice_priority_known"),
        ]


class Occasion(models.TextChoices):
    """Why somebody hears of a notice. The values are stored."""

    NEW = "new", _("It is new")
    URGENT = "urgent", _("It has become urgent")
    REMINDER = "reminder", _("A reminder")
    TAKEN_BACK = "taken-back", _("It was taken back")
    # What somebody who runs a WARP wrote about it, corrected or withdrew; and their reminder.
    BULLETIN = "bulletin", _("A WARP wrote about it")
    NUDGE = "nudge", _("A WARP asks about it")


class Telling(models.Model):
    """A person hears of a notice on an occasion, once: written in one transaction with the letter that says so."""

    wall = WALL

    council = models.ForeignKey(Body, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="tellings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    # 1 for the first; reminders are counted.
    number = models.PositiveSmallIntegerField(default=1)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "person", "occasion", "number"], name="telling_once"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="telling_occasion_known"),
        ]
