"""What do the pages about sources ask, and when is an answer not fit?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.engines.advisories.facts import Label

from .models import Source, Way

LONGEST_TITLE, LONGEST_ADDRESS, LONGEST_SECRET = 120, 500, 500
LONGEST_H = 24 * 365
_LABELS = {
    Label.CLEAR: _("TLP:CLEAR: anybody may know"),
    Label.GREEN: _("TLP:GREEN: the community of councils"),
    Label.AMBER: _("TLP:AMBER: each organisation for itself"),
    Label.AMBER_STRICT: _("TLP:AMBER+STRICT: nobody outside the organisation"),
    Label.RED: _("TLP:RED: named people only"),
}
_HOURS = {
    "required": _("Enter a number of hours"),
    "invalid": _("Enter the hours as a whole number"),
    "min_value": _("The hours can't be fewer than none"),
    "max_value": _("The hours must be a year or fewer"),
}


def _hours(label: object, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        initial=initial,
        min_value=0,
        max_value=LONGEST_H,
        error_messages=_HOURS,  # type: ignore[arg-type]
    )


class ScheduleForm(forms.Form):
    """How often a source is read, and after how long its silence is strange."""

    every_h = _hours(_("Read it once in how many hours?"), 24)
    silent_after_h = _hours(_("Raise an alarm after how many hours without anything new?"), 72)


class SourceForm(ScheduleForm):
    """A source that didn't ship with Wardmote."""

    title = forms.CharField(
        label=_("Its name"),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": _("Give the source a name"),
            "max_length": _("The name must be 120 characters or fewer"),
        },
    )
    way = forms.ChoiceField(
        label=_("How do its documents come?"),
        choices=Way.choices,
        error_messages={"required": _("Choose how they come"), "invalid_choice": _("Choose how they come")},
    )
    address = forms.CharField(
        label=_("Its address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        error_messages={"max_length": _("The address must be 500 characters or fewer")},
    )
    secret = forms.CharField(
        label=_("Its key, token, or name:password (optional)"),
        required=False,
        max_length=LONGEST_SECRET,
        widget=forms.PasswordInput,
        error_messages={"max_length": _("The key must be 500 characters or fewer")},
    )
    label = forms.ChoiceField(
        label=_("How far may its documents travel?"),
        choices=[(label.value, words) for label, words in _LABELS.items()],
        initial=Label.CLEAR.value,
        error_messages={"required": _("Choose a label"), "invalid_choice": _("Choose a label")},
    )
    field_order = ("title", "way", "address", "secret", "label", "every_h", "silent_after_h")


class FileForm(forms.Form):
    """A file, and the source that it is from."""

    source = forms.ModelChoiceField(
        label=_("Where is it from?"),
        queryset=Source.objects.none(),
        to_field_name="key",
        empty_label=None,
        error_messages={"required": _("Choose where it is from"), "invalid_choice": _("Choose where it is from")},
    )
    file = forms.FileField(
        label=_("The file"),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty"), "missing": _("Choose a file")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the sources that files are given to."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["source"]
        field.queryset = Source.objects.filter(way=Way.GIVEN)  # type: ignore[attr-defined]
        field.label_from_instance = lambda source: source.title  # type: ignore[attr-defined]
