"""What do the pages of evidence send?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.engines.files import LARGEST_FILE

from .actions.add_evidence import (
    LONGEST_DESCRIPTION,
    LONGEST_OWNER,
    LONGEST_REFERENCE,
    LONGEST_TITLE,
    Upload,
    Words,
)
from .actions.change_evidence import edition_of
from .models import Evidence, EvidenceKind


class EvidenceForm(forms.Form):
    """What is said about a piece of evidence."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        error_messages={
            "required": _("Give the evidence a title that colleagues will recognise"),
            "max_length": _("The title must be 200 characters or fewer"),
        },
    )
    reference = forms.CharField(
        label=_("Where it is kept"),
        required=False,
        max_length=LONGEST_REFERENCE,
        error_messages={"max_length": _("The place must be described in 500 characters or fewer")},
    )
    description = forms.CharField(
        label=_("What it shows (optional)"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        error_messages={"max_length": _("The description must be 2,000 characters or fewer")},
    )
    owner = forms.CharField(
        label=_("Who keeps it up to date? (optional)"),
        required=False,
        max_length=LONGEST_OWNER,
        error_messages={"max_length": _("The owner must be 120 characters or fewer")},
    )
    expires_on = forms.DateField(
        label=_("Until when does it hold? (optional)"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the day as year-month-day, for example 2027-03-31")},
    )
    is_shown = forms.BooleanField(
        label=_("Show it to an assurer, where it stands behind an outcome that they review"), required=False
    )

    def words(self) -> Words:
        """Return what is said as actions take it."""
        return Words(**{key: self.cleaned_data[key] for key in Words.__dataclass_fields__})


class AddEvidenceForm(EvidenceForm):
    """A new piece: a file or a place, with what is said about it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=1_000,
        error_messages={
            "empty": _("The file is empty. Choose another"),
            "max_length": _("The file's name is too long. Give it a shorter one"),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a place, and refuse a file that is too large."""
        data = self.cleaned_data
        sent = data.get("file")
        if sent and sent.size > LARGEST_FILE:
            self.add_error(
                "file", _("The file is larger than 10 MB. Save the pages that matter as a file of their own")
            )
        if not sent and not data.get("reference") and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or say below where the document is kept"))
        return data

    def upload(self) -> Upload | None:
        """Return the file, if one was sent."""
        sent = self.cleaned_data["file"]
        return Upload(sent.name, sent.read()) if sent else None


class ChangeEvidenceForm(EvidenceForm):
    """The words of a piece, and what they were when the page was made."""

    edition = forms.CharField(max_length=64)

    def __init__(self, *args: Any, piece: Evidence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if piece.kind == EvidenceKind.REFERENCE:
            place = self.fields["reference"]
            place.required = True
            place.error_messages["required"] = _("Say where the document is kept")


def initial_of(piece: Evidence) -> dict[str, Any]:
    """Return the values of a form that shows this piece."""
    said = {key: getattr(piece, key) for key in Words.__dataclass_fields__}
    said["expires_on"] = piece.expires_on.isoformat() if piece.expires_on else ""
    return said | {"edition": edition_of(piece)}
