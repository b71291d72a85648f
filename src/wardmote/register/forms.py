"""What do the register's pages ask, and when is an answer not fit?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.kernel.roles import ABOUT, Place, Role, roles_held_in

from .actions.issue_token import SCOPES
from .models.sharing import Audience, Level

SCOPE_WORDS = {
    "assessments:read": _("Read our stocktake and our assessments"),
    "assessments:write": _("Change our answers, and submit the stocktake"),
    "estate:read": _("Read which services and systems we run"),
    "estate:write": _("Change our list of systems"),
    "checks:read": _("Read what outside checks find on our domains"),
    "checks:write": _("Ask for another look at our domains"),
    "warnings:read": _("Read our warnings"),
    "warnings:write": _("Answer our warnings"),
    "members:read": _("Read who belongs to our council"),
    "activity:read": _("Read our activity log"),
    "results:read": _("Read submitted results that I may see"),
}


def role_choices(place: Place) -> list[tuple[str, object]]:
    """Return the roles that a body of this kind offers, with their titles."""
    return [(role.value, ABOUT[role].title) for role in roles_held_in(place)]


class InviteForm(forms.Form):
    """An address and a role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter the e-mail address to invite"),
            "invalid": _("Enter an e-mail address in the correct format, like name@example.gov.uk"),
        },
    )
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role")})

    def __init__(self, *args: object, place: Place, only_lead: bool = False, **kwargs: object) -> None:
        """Offer the roles of the place, or only the lead's to those who admit first leads."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = role_choices(place)
        if only_lead:
            offered = [choice for choice in offered if choice[0] == Role.LEAD]
        self.fields["role"].choices = offered  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Which role to let somebody in with."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: object, place: Place, **kwargs: object) -> None:
        """Offer the roles of the place."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["role"].choices = role_choices(place)  # type: ignore[attr-defined]


class SharingForm(forms.Form):
    """A level for each audience."""

    programme = forms.ChoiceField(label=Audience.PROGRAMME.label, choices=Level.choices)
    warp = forms.ChoiceField(label=Audience.WARP.label, choices=Level.choices)
    reviewers = forms.ChoiceField(label=Audience.REVIEWERS.label, choices=Level.choices)

    def levels(self) -> dict[Audience, Level]:
        """Return the choice for each audience."""
        return {audience: Level(self.cleaned_data[audience.value]) for audience in Audience}


class TokenForm(forms.Form):
    """A name, what the token may do, and for how long."""

    name = forms.CharField(
        label=_("What will use this token?"),
        max_length=80,
        error_messages={"required": _("Give the token a name that says what uses it")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(scope, SCOPE_WORDS[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the token may do")},
    )
    days = forms.ChoiceField(
        label=_("How long is it good for?"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days")), ("366", _("One year"))],
    )


class RegisterUploadForm(forms.Form):
    """A table of councils and the day from which it holds."""

    table = forms.FileField(
        label=_("The table, as a CSV file"),
        error_messages={"required": _("Choose a CSV file"), "empty": _("The file is empty. Choose another.")},
    )
    valid_from = forms.DateField(
        label=_("From which day do its facts hold?"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Enter the day, like 2027-04-01"),
            "invalid": _("Enter the day as year-month-day, like 2027-04-01"),
        },
    )
