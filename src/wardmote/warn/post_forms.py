"""What do the pages ask on which something is said, and when is an answer not fit?"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.engines.advisories.facts import Label

from .models.posts import LONGEST_POST
from .queries.places import Place
from .queries.posts import MOST_READERS

LONGEST_TITLE, LONGEST_SEARCH = 160, 100
LABELS = {
    Label.AMBER_STRICT: _("TLP:AMBER+STRICT: those who share here, from inside their organisations only"),
    Label.AMBER: _("TLP:AMBER: those who share here, and those from outside who work for them and need to know"),
    Label.GREEN: _("TLP:GREEN: all councils and WARPs here"),
    Label.CLEAR: _("TLP:CLEAR: anybody may know"),
    Label.RED: _("TLP:RED: only the people whom you name"),
}
_WRITE = {
    "required": _("Write something"),
    "max_length": _("Write 6,000 characters or fewer"),
}
_CHOOSE_LABEL = {"required": _("Choose how far it may travel"), "invalid_choice": _("Choose how far it may travel")}


def labels_from(least: Label, *, with_red: bool = True) -> list[tuple[str, Any]]:
    """Return the labels that are as strict as this one or stricter, as a form offers them."""
    offered = (label for label in LABELS if label.strictness >= least.strictness)
    return [(label.value, LABELS[label]) for label in offered if with_red or label is not Label.RED]


class TextForm(forms.Form):
    """Words, how far they may travel, and whether who says them is told: an answer, or a comment."""

    text = forms.CharField(label=_("What do you want to say?"), max_length=LONGEST_POST, error_messages=_WRITE)
    label = forms.ChoiceField(label=_("How far may it travel?"), error_messages=_CHOOSE_LABEL)
    is_anonymous = forms.BooleanField(label=_("Don’t say who we are"), required=False)

    def __init__(self, *args: Any, least: Label = Label.CLEAR, **kwargs: Any) -> None:
        """Offer the labels that are as strict as that of what is answered."""
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = self.offered(least)  # type: ignore[attr-defined]
        self.fields["label"].initial = least.value

    def offered(self, least: Label) -> list[tuple[str, Any]]:
        """Return the labels; RED only where what is answered is for people named already."""
        return labels_from(least, with_red=least is Label.RED)


class PostForm(TextForm):
    """A question, or something to share: with whom, and for whom by name."""

    place = forms.ChoiceField(
        label=_("With whom?"),
        error_messages={"required": _("Choose with whom"), "invalid_choice": _("Choose with whom")},
    )
    title = forms.CharField(
        label=_("In one line"),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": _("Say in one line what it is about"),
            "max_length": _("The line must be 160 characters or fewer"),
        },
    )
    readers = forms.CharField(
        label=_("For TLP:RED: the e-mail addresses of those whom it is for"), required=False, max_length=4_000
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        """Offer the places where the body shares."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place.key, place.name) for place in places]  # type: ignore[attr-defined]
        self.fields["label"].initial = Label.AMBER_STRICT.value

    def offered(self, least: Label) -> list[tuple[str, Any]]:
        """Return all labels."""
        return labels_from(least)

    def clean(self) -> dict[str, Any]:
        """Ask for people where the label is for people."""
        cleaned = super().clean() or self.cleaned_data
        check_readers(self, cleaned)
        return cleaned


class ReportForm(PostForm):
    """A report to those who run the WARP."""

    def offered(self, least: Label) -> list[tuple[str, Any]]:
        """Return the labels that say how far those who run the WARP may hand it on."""
        return labels_from(least, with_red=False)


class LabelForm(forms.Form):
    """Another label for something that was said."""

    label = forms.ChoiceField(
        label=_("How far may it travel from now on?"),
        choices=[(label.value, words) for label, words in LABELS.items()],
        error_messages=_CHOOSE_LABEL,
    )
    readers = forms.CharField(
        label=_("For TLP:RED: the e-mail addresses of those whom it is for"), required=False, max_length=4_000
    )

    def clean(self) -> dict[str, Any]:
        """Ask for people where the label is for people."""
        cleaned = super().clean() or self.cleaned_data
        check_readers(self, cleaned)
        return cleaned


class CircleForm(forms.Form):
    """What a circle is called, and whether the Chatham House rule holds in it."""

    name = forms.CharField(
        label=_("Its name"),
        max_length=120,
        error_messages={
            "required": _("Give the circle a name"),
            "max_length": _("The name must be 120 characters or fewer"),
        },
    )
    is_chatham_house = forms.BooleanField(
        label=_("The Chatham House rule holds: what is said may be used, who said it isn’t shown"), required=False
    )


def check_readers(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Note on the form where people are named without need, or not where they must be."""
    emails = emails_in(cleaned.get("readers", ""))
    is_red = cleaned.get("label") == Label.RED.value
    if is_red and not emails:
        form.add_error("readers", _("Name those whom it is for, one e-mail address to a line"))
    elif emails and not is_red:
        form.add_error("readers", _("People are named for TLP:RED only. Take them out, or choose that label."))
    elif len(emails) > MOST_READERS:
        form.add_error("readers", _("Name 30 people or fewer"))
    cleaned["emails"] = emails


def emails_in(text: str) -> list[str]:
    """Return the addresses that are typed, in small letters and each once."""
    return list(dict.fromkeys(found.lower() for found in re.split(r"[\s,;]+", text) if found))
