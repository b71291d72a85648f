"""What do the estate's pages ask, and when is an answer not fit?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .catalogue import catalogue
from .facts import LONGEST_DESCRIPTION, LONGEST_NAME, SystemFacts
from .models import Hosting, Service, SystemKind
from .tables import MOST_BYTES


def _words(label: Any, too_long: Any, required: Any = "") -> forms.CharField:
    """Return a field for one line of words."""
    messages = {"max_length": too_long, "required": required}
    return forms.CharField(label=label, max_length=LONGEST_NAME, required=bool(required), error_messages=messages)


class ServicesForm(forms.Form):
    """Ticks from the catalogue, or a service of the council's own."""

    keys = forms.MultipleChoiceField(
        label=_("Which services do you give?"),
        required=False,
        error_messages={"invalid_choice": _("One of the services isn't in our list. Choose again.")},
    )
    own_name = _words(_("Its name"), _("The name must be 120 characters or fewer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the whole catalogue, so that a form sent twice is understood."""
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(known.key, known.name) for known in catalogue().values()]  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    """What a service is called, and who answers for it."""

    name = _words(_("Name"), _("The name must be 120 characters or fewer"), _("Enter a name for the service"))
    owner = _words(_("Who answers for it? (optional)"), _("The owner must be 120 characters or fewer"))


class SystemForm(forms.Form):
    """One system."""

    name = _words(_("Name"), _("The name must be 120 characters or fewer"), _("Enter a name for the system"))
    kind = forms.ChoiceField(
        label=_("What is it to the council?"),
        choices=SystemKind.choices,
        error_messages={"required": _("Choose what the system is to the council")},
    )
    hosting = forms.ChoiceField(
        label=_("Where does it run?"),
        choices=Hosting.choices,
        error_messages={"required": _("Choose where it runs, or say that you don't know")},
    )
    services = forms.TypedMultipleChoiceField(
        label=_("Which services stand on it? (optional)"),
        required=False,
        coerce=int,
        error_messages={"invalid_choice": _("One of the services isn't on your list any more. Choose again.")},
    )
    supplier = _words(_("Supplier (optional)"), _("The supplier must be 120 characters or fewer"))
    owner = _words(_("Who in the council answers for it? (optional)"), _("The owner must be 120 characters or fewer"))
    description = forms.CharField(
        label=_("What should a colleague know? (optional)"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        error_messages={"max_length": _("The description must be 2,000 characters or fewer")},
    )

    # Of the facts that the page was made from; empty where it is about a new system.
    edition = forms.CharField(required=False, max_length=16)

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any) -> None:
        """Offer the council's own services."""
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = [(str(s.pk), s.name) for s in services]  # type: ignore[attr-defined]

    def facts(self) -> SystemFacts:
        """Return what was entered, as an action takes it."""
        entered = {field: value for field, value in self.cleaned_data.items() if field != "edition"}
        return SystemFacts(services=tuple(entered.pop("services")), **entered)


class UploadForm(forms.Form):
    """A table of systems, as a file."""

    table = forms.FileField(
        label=_("The table, as a CSV file"),
        error_messages={"required": _("Choose a CSV file"), "empty": _("The file is empty. Choose another.")},
    )

    def text(self) -> str:
        """Return the file's text."""
        return str(self.cleaned_data["table"])

    def clean_table(self) -> str:
        """Read the file as UTF-8 text of at most 2 MB."""
        file = self.cleaned_data["table"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Send it in parts."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(
                _("The file isn't UTF-8 text. Save the table as CSV (UTF-8) and try again.")
            ) from fault
