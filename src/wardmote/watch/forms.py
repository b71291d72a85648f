"""What do the pages about checks ask, and when is an answer not fit?"""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.estate.models import Domain

LONGEST_REASON, LONGEST_NOTE, LONGEST_ADDRESS = 2000, 120, 500
USUAL_DAYS = "30"
DAYS = [("7", _("1 week")), ("30", _("30 days")), ("90", _("3 months")), ("365", _("1 year"))]


class ExplainForm(forms.Form):
    """A reason and a day."""

    reason = forms.CharField(
        label=_("The reason"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Write why it stays as it is"),
            "max_length": _("The reason must be 2,000 characters or fewer"),
        },
    )
    until = forms.DateField(
        label=_("Until when?"),
        error_messages={"required": _("Choose until when it stays as it is"), "invalid": _("Enter a real date")},
    )


class DomainLinkForm(forms.Form):
    """Which domain a link shows, and what the council calls the link."""

    domain = forms.TypedChoiceField(
        label=_("Domain"),
        coerce=int,
        error_messages={
            "required": _("Choose one of your domains"),
            "invalid_choice": _("Choose one of your domains"),
        },
    )
    note = forms.CharField(
        label=_("For whom? (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("The note must be 120 characters or fewer")},
    )

    def __init__(self, *args: Any, domains: tuple[Domain, ...], **kwargs: Any) -> None:
        """Offer the council's verified domains."""
        super().__init__(*args, **kwargs)
        self.domains = {domain.pk: domain for domain in domains}
        self.fields["domain"].choices = [(str(pk), each.name) for pk, each in self.domains.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Domain:
        """Return the domain that was chosen."""
        return self.domains[self.cleaned_data["domain"]]


class SupplierLinkForm(DomainLinkForm):
    """A link for a supplier always ends."""

    days = forms.ChoiceField(
        label=_("Opens for"),
        choices=DAYS,
        initial=USUAL_DAYS,
        error_messages={"required": _("Choose for how long it opens")},
    )

    def lasts(self) -> timedelta:
        """Return for how long the link opens."""
        return timedelta(days=int(self.cleaned_data["days"]))


class FeedLinkForm(forms.Form):
    """What the council calls a feed."""

    note = forms.CharField(
        label=_("What will read it? (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("The note must be 120 characters or fewer")},
    )


class WebhookForm(forms.Form):
    """An address that is told of changes."""

    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        error_messages={
            "required": _("Enter the address, starting with https://"),
            "max_length": _("The address must be 500 characters or fewer"),
        },
    )
