"""What does a question page send?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.answer_question import LONGEST_NOTE

UNKNOWN = "unknown"


class AnswerForm(forms.Form):
    """One answer: a level or "we don't know", a note, and the edition that the page was made from."""

    level = forms.ChoiceField(
        label=_("Which is nearest to how it is today?"),
        choices=[*[(str(n), str(n)) for n in range(5)], (UNKNOWN, _("We don't know"))],
        error_messages={"required": _("Choose the answer that is nearest, or say that you don't know")},
    )
    note = forms.CharField(
        label=_("Why? (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("The note must be 2,000 characters or fewer")},
    )
    edition = forms.IntegerField(min_value=0, max_value=2_000_000_000)

    def given_level(self) -> int | None:
        """Return the chosen level, or None for "we don't know"."""
        chosen = self.cleaned_data["level"]
        return None if chosen == UNKNOWN else int(chosen)
