"""What does the page about channels ask, and when is an answer not fit?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.kernel.outside_addresses import LONGEST

from .actions.make_feed import LONGEST_NOTE
from .forms import LEAST
from .models import ChannelKind, Priority

_CHOOSE = {"required": _("Choose one of the list"), "invalid_choice": _("Choose one of the list")}


class ChannelForm(forms.Form):
    """An address that is told of warnings."""

    kind = forms.ChoiceField(label=_("What reads it?"), choices=ChannelKind.choices, error_messages=_CHOOSE)
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        error_messages={
            "required": _("Enter the address, starting with https://"),
            "max_length": _("The address must be 500 characters or fewer"),
        },
    )
    least_priority = forms.TypedChoiceField(
        label=_("What should it be told of?"),
        choices=LEAST,
        coerce=int,
        initial=Priority.PLANNED.value,
        error_messages=_CHOOSE,
    )


class FeedForm(forms.Form):
    """A feed, with a word for whom it is."""

    note = forms.CharField(
        label=_("For whom or what is it?"),
        max_length=LONGEST_NOTE,
        required=False,
        error_messages={"max_length": _("Say it in 120 characters or fewer")},
    )
