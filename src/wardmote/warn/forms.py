"""What do the pages about warnings ask, and when is an answer not fit?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.answer_notice import LONGEST_REASON, Given, Ticked
from .actions.choose_pace import Wish
from .hearing import Hears
from .models import AnswerWord, Pace, Priority

LONGEST_NUMBER = 15
_HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
_DAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
LEAST = [
    (Priority.NOW.value, _("Only what is to be acted on now")),
    (Priority.SOON.value, _("What is to be acted on within 14 days, too")),
    (Priority.PLANNED.value, _("What is to be planned, too")),
    (Priority.KNOW.value, _("Everything, also what is only good to know")),
]
_CHOOSE = {"required": _("Choose one of the list"), "invalid_choice": _("Choose one of the list")}


class AnswerForm(forms.Form):
    """What the council says; which of the fields an answer needs is for the act to say."""

    answer = forms.ChoiceField(
        label=_("What do you say to it?"),
        choices=AnswerWord.choices,
        error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose an answer")},
    )
    until = forms.DateField(
        label=_("Day"),
        required=False,
        error_messages={"invalid": _("Enter a real date")},
    )
    reason = forms.CharField(
        label=_("Why, or what you need"),
        required=False,
        max_length=LONGEST_REASON,
        error_messages={"max_length": _("Say it in 600 characters or fewer")},
    )
    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def given(self) -> Given:
        """Return the answer as the act takes it."""
        said = self.cleaned_data
        return Given(said["answer"], said["until"], said["reason"])


class HearForm(forms.Form):
    """How a person wants to hear of warnings."""

    pace = forms.ChoiceField(label=_("How often do you want to hear?"), choices=Pace.choices, error_messages=_CHOOSE)
    hour = forms.TypedChoiceField(label=_("At which hour?"), coerce=int, choices=_HOURS, error_messages=_CHOOSE)
    weekday = forms.TypedChoiceField(
        label=_("On which day of the week?"), coerce=int, choices=_DAYS, error_messages=_CHOOSE
    )
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), coerce=int, choices=_HOURS, error_messages=_CHOOSE)
    quiet_to = forms.TypedChoiceField(label=_("Quiet until"), coerce=int, choices=_HOURS, error_messages=_CHOOSE)
    is_woken = forms.TypedChoiceField(
        label=_("What if something is to be acted on now?"),
        coerce=lambda text: text == "yes",
        choices=[("yes", _("Tell me at once, at any hour")), ("no", _("It can wait like the others"))],
        error_messages=_CHOOSE,
    )
    least_priority = forms.TypedChoiceField(
        label=_("Which warnings?"), coerce=int, choices=LEAST, error_messages=_CHOOSE
    )

    def wish(self) -> Wish:
        """Return the choice as the act takes it."""
        return Wish(**self.cleaned_data)


def initial_of(hears: Hears) -> dict[str, Any]:
    """Return how a person hears now, as the form shows it."""
    return {
        "pace": hears.pace,
        "hour": hears.hour,
        "weekday": hears.weekday,
        "quiet_from": hears.quiet_from,
        "quiet_to": hears.quiet_to,
        "is_woken": "yes" if hears.is_woken else "no",
        "least_priority": hears.least_priority,
    }


def ticked_in(sent: list[str]) -> list[Ticked]:
    """Return the warnings that were ticked: each is sent as its number and the edition that the person saw."""
    found = []
    for text in sent:
        number, _colon, edition = text.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER for part in (number, edition)):
            found.append(Ticked(int(number), int(edition)))
    return found
