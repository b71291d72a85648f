"""What do the pages about domains ask, and when is an answer not fit?"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wardmote.kernel.denial import Denied

from .domain_facts import MOST_AT_ONCE, DomainFacts, fit_selectors
from .facts import LONGEST_NAME
from .names import ReadName, read_domains

LONGEST_LIST = 60_000
_OWNER = _("The owner must be 120 characters or fewer")


class LinesWrong(forms.ValidationError):
    """Some lines of a list aren't fit: a sentence for each."""


class AddDomainsForm(forms.Form):
    """Names, one on each line, and what is true of all of them."""

    names = forms.CharField(
        label=_("Domains, one on each line"),
        max_length=LONGEST_LIST,
        error_messages={"required": _("Enter at least one domain"), "max_length": _("The list is too long")},
    )
    is_parked = forms.BooleanField(
        label=_("These are parked: held, but used neither for mail nor for a website"), required=False
    )
    owner = forms.CharField(
        label=_("Who looks after them? (optional)"),
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": _OWNER},
    )

    def clean_names(self) -> tuple[ReadName, ...]:
        """Return the names on the lines, or name every line that isn't one."""
        read, faults = read_domains(self.cleaned_data["names"])
        if faults:
            raise LinesWrong([forms.ValidationError(fault) for fault in faults[:MOST_AT_ONCE]])
        if not read:
            raise forms.ValidationError(_("Enter at least one domain"))
        if len(read) > MOST_AT_ONCE:
            raise forms.ValidationError(
                ngettext_lazy(
                    "These are %(n)s domain. Add at most 50 at once.",
                    "These are %(n)s domains. Add at most 50 at once.",
                    len(read),
                )
                % {"n": len(read)}
            )
        return read

    def facts(self) -> list[DomainFacts]:
        """Return what was entered, as an action takes it."""
        said = self.cleaned_data
        return [DomainFacts(read.name, is_parked=said["is_parked"], owner=said["owner"]) for read in said["names"]]


class DomainForm(forms.Form):
    """What can't be seen of a domain from outside."""

    is_parked = forms.BooleanField(
        label=_("It is parked: held, but used neither for mail nor for a website"), required=False
    )
    owner = forms.CharField(
        label=_("Who looks after it? (optional)"),
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": _OWNER},
    )
    renews_on = forms.DateField(
        label=_("When does its registration end? (optional)"),
        required=False,
        error_messages={"invalid": _("Enter a date like 31/03/2027")},
    )
    selectors = forms.CharField(
        label=_("DKIM selectors (optional)"),
        max_length=LONGEST_LIST,
        required=False,
        error_messages={"max_length": _("The list is too long")},
    )
    look_alikes = forms.CharField(
        label=_("Look-alikes to watch, one on each line (optional)"),
        max_length=LONGEST_LIST,
        required=False,
        error_messages={"max_length": _("The list is too long")},
    )
    # Of the facts that the page was made from.
    edition = forms.CharField(required=False, max_length=16)

    def clean_selectors(self) -> tuple[str, ...]:
        """Return the selectors, between which commas, spaces or lines may stand."""
        try:
            return fit_selectors(re.split(r"[\s,;]+", self.cleaned_data["selectors"]))
        except Denied as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal

    def clean_look_alikes(self) -> tuple[str, ...]:
        """Return the names, or name the lines that aren't names."""
        read, faults = read_domains(self.cleaned_data["look_alikes"])
        if faults:
            raise LinesWrong([forms.ValidationError(fault) for fault in faults[:MOST_AT_ONCE]])
        return tuple(line.name for line in read)

    def facts(self, name: str) -> DomainFacts:
        """Return what was entered of the domain of this name, as an action takes it."""
        entered = {field: value for field, value in self.cleaned_data.items() if field != "edition"}
        return DomainFacts(name=name, **entered)


def entries_of(facts: DomainFacts) -> dict[str, Any]:
    """Return a domain's facts as the form shows them."""
    return {
        "is_parked": facts.is_parked,
        "owner": facts.owner,
        "renews_on": facts.renews_on.isoformat() if facts.renews_on else "",
        "selectors": ", ".join(facts.selectors),
        "look_alikes": "\n".join(facts.look_alikes),
    }
