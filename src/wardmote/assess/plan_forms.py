"""What do the pages of the improvement plan send?"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.engines.frameworks import Outcome, Status

from .models import LineState, PlanLine
from .policies_of_plans import HIGHEST_COST, LONGEST_ACTION, LONGEST_OWNER, LineGiven

_POUNDS = re.compile(r"£?([0-9]{1,12})", re.ASCII)
_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class Pounds(forms.CharField):
    """Whole pounds as people type them: 12,000 or £12 000; empty where nobody knows yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)

    def to_python(self, value: Any) -> Any:
        """Return whole pounds, or None."""
        text = re.sub(r"[\s,]", "", str(super().to_python(value)))
        if not text:
            return None
        found = _POUNDS.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Enter whole pounds, for example 12,000, or leave it empty"))
        if int(found[1]) > HIGHEST_COST:
            raise forms.ValidationError(_("A cost can be at most £100,000,000"))
        return int(found[1])

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the validators of text don't fit a number."""


class LineForm(forms.Form):
    """One line of the plan, and the edition that the page was made from."""

    action = forms.CharField(
        label=_("What will be done?"),
        max_length=LONGEST_ACTION,
        error_messages={
            "required": _("Say what will be done"),
            "max_length": _("The action must be 2,000 characters or fewer"),
        },
    )
    status_expected = forms.ChoiceField(
        label=_("Which level will the outcome have then?"),
        error_messages={
            "required": _("Choose the level that the outcome will have"),
            "invalid_choice": _("Choose a level from the list"),
        },
    )
    cost_once = Pounds(label=_("One-off cost in pounds"))
    cost_yearly = Pounds(label=_("Cost a year in pounds"))
    effort_days = forms.DecimalField(
        label=_("Effort of our own people in days"),
        required=False,
        min_value=0,
        max_value=Decimal("9999.9"),
        decimal_places=1,
        error_messages={
            "invalid": _("Enter days, for example 2.5"),
            "min_value": _("The effort can't be less than 0 days"),
            "max_value": _("The effort can be at most 9,999.9 days"),
            "max_decimal_places": _("Enter at most one digit after the point, for example 2.5"),
        },
    )
    owner = forms.CharField(
        label=_("Who sees to it?"),
        required=False,
        max_length=LONGEST_OWNER,
        error_messages={"max_length": _("The owner must be 120 characters or fewer")},
    )
    due_on = forms.DateField(
        label=_("Due date"),
        required=False,
        input_formats=_DAYS,
        error_messages={"invalid": _("Enter a date, for example 31/03/2027")},
    )
    state = forms.ChoiceField(
        label=_("How far is it?"),
        choices=LineState.choices,
        error_messages={
            "required": _("Say how far it is"),
            "invalid_choice": _("Choose how far it is from the list"),
        },
    )
    edition = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)

    def __init__(self, *args: Any, outcome: Outcome, now: Status, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = [(level.value, level.words) for level in outcome.levels if level.step >= now.step]
        cast(forms.ChoiceField, self.fields["status_expected"]).choices = levels

    def given(self) -> LineGiven:
        """Return what the person writes."""
        said = self.cleaned_data
        return LineGiven(
            action=said["action"].replace("\r\n", "\n"),
            status_expected=Status(said["status_expected"]),
            cost_once=said["cost_once"],
            cost_yearly=said["cost_yearly"],
            effort_days=said["effort_days"],
            owner=said["owner"],
            due_on=said["due_on"],
            state=LineState(said["state"]),
        )


class PlaceForm(forms.Form):
    """Which outcome of which part a new line is about."""

    place = forms.ChoiceField(
        label=_("Which outcome is it about?"),
        error_messages={
            "required": _("Choose the outcome"),
            "invalid_choice": _("Choose the outcome from the list"),
        },
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["place"]).choices = [("", str(_("Choose an outcome"))), *places]


class SignForm(forms.Form):
    """The confirmation, and what the page showed."""

    is_confirmed = forms.BooleanField(
        label=_("I am the section 151 officer or sign for them"),
        error_messages={"required": _("Confirm that you are the section 151 officer or sign for them")},
    )
    digest = forms.RegexField(r"^[0-9a-f]{64}$", required=False)


def written(line: PlanLine) -> dict[str, object]:
    """Return a line as its form begins."""
    return {
        "action": line.action,
        "status_expected": line.status_expected,
        "cost_once": "" if line.cost_once is None else f"{line.cost_once:,}",
        "cost_yearly": "" if line.cost_yearly is None else f"{line.cost_yearly:,}",
        "effort_days": "" if line.effort_days is None else f"{line.effort_days.normalize():f}",
        "owner": line.owner,
        "due_on": line.due_on.isoformat() if line.due_on else "",
        "state": line.state,
        "edition": line.edition,
    }
