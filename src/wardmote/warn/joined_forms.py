"""What is asked of whoever says that a council belongs to a scheme?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from .schemes import schemes

_CHOOSE = _("Choose one of the list")


class JoinedForm(forms.Form):
    """Which scheme, since when, and what else is worth knowing."""

    scheme = forms.ChoiceField(
        label=_("Scheme"),
        choices=lambda: [(one.key, one.title) for one in schemes().values()],
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    since = forms.DateField(label=_("Since"), required=False, error_messages={"invalid": _("Enter a real date")})
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Say it in 200 characters or fewer")},
    )
