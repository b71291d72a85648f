"""What do the pages of a review send?"""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.engines.frameworks import Outcome, Status

from .actions.ask_assurer import Request
from .actions.finish_review import LONGEST_SUMMARY
from .actions.record_finding import LONGEST_WORDS, Judged
from .actions.respond_to_finding import LONGEST_RESPONSE
from .models import ReviewFinding, ReviewKind, Stance
from .queries.review_asked import Asking

MOST_EDITIONS = 2_000_000_000
_TOO_LONG = {"max_length": _("Each answer must be 4,000 characters or fewer")}


class EditionForm(forms.Form):
    """A button that acts on what its page showed, and on nothing newer."""

    edition = forms.IntegerField(min_value=0, max_value=MOST_EDITIONS)


class AskForm(EditionForm):
    """Whom to ask, as what, by when, and what they see."""

    assurer = forms.ChoiceField(
        label=_("Who looks?"),
        error_messages={"required": _("Choose who looks"), "invalid_choice": _("Choose somebody from the list")},
    )
    kind = forms.ChoiceField(
        label=_("As what?"),
        choices=ReviewKind.choices,
        error_messages={
            "required": _("Say whether this is an independent assurer or a peer reviewer"),
            "invalid_choice": _("Say whether this is an independent assurer or a peer reviewer"),
        },
    )
    due_on = forms.DateField(
        label=_("By when? (optional)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the day as year-month-day, for example 2027-03-31")},
    )
    shows_reasons = forms.BooleanField(label=_("Show our reasons for each answer"), required=False)
    shows_evidence = forms.BooleanField(label=_("Show the evidence that is ticked below"), required=False)
    evidence = forms.MultipleChoiceField(
        label=_("Which evidence may they open?"),
        required=False,
        error_messages={"invalid_choice": _("The evidence has changed. Open the page again and choose once more")},
    )

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = Counter(str(person) for person in asking.assurers)
        people = [
            (str(person.pk), f"{person} ({person.email})" if shared[str(person)] > 1 else str(person))
            for person in asking.assurers
        ]
        pieces = [(str(piece.evidence.pk), piece.words) for piece in asking.pieces]
        self.fields["assurer"].choices = people  # type: ignore[attr-defined]
        self.fields["evidence"].choices = pieces  # type: ignore[attr-defined]

    def request(self) -> Request:
        """Return the request as the action takes it."""
        data = self.cleaned_data
        return Request(
            assurer=int(data["assurer"]),
            kind=data["kind"],
            shows_reasons=data["shows_reasons"],
            shows_evidence=data["shows_evidence"],
            evidence=frozenset(int(piece) for piece in data["evidence"]),
            due_on=data["due_on"],
        )


def ask_initial(asking: Asking, edition: int) -> dict[str, Any]:
    """Return what the page offers at first: what stands, or the one person there is and everything shown."""
    review = asking.review
    only = asking.assurers[0].pk if len(asking.assurers) == 1 else ""
    shown = asking.shown if review else [piece.evidence.pk for piece in asking.pieces]
    return {
        "assurer": str(review.assurer_id if review else only),
        "kind": review.kind if review else ReviewKind.INDEPENDENT.value,
        "due_on": review.due_on if review else None,
        "shows_reasons": review.shows_reasons if review else True,
        "shows_evidence": review.shows_evidence if review else True,
        "evidence": [str(pk) for pk in shown],
        "edition": edition,
    }


class FindingForm(EditionForm):
    """The assurer's own status with reasons, good practice and what to improve."""

    status = forms.ChoiceField(
        label=_("How far is this outcome achieved in your view?"),
        error_messages={
            "required": _("Choose how far this outcome is achieved in your view"),
            "invalid_choice": _("Choose one of the levels"),
        },
    )
    reasons = forms.CharField(
        label=_("Your reasons"),
        max_length=LONGEST_WORDS,
        error_messages={"required": _("Give your reasons: the council has to understand what you saw"), **_TOO_LONG},
    )
    good_practice = forms.CharField(
        label=_("Good practice (optional)"), required=False, max_length=LONGEST_WORDS, error_messages=_TOO_LONG
    )
    to_improve = forms.CharField(
        label=_("What to improve (optional)"), required=False, max_length=LONGEST_WORDS, error_messages=_TOO_LONG
    )

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level.value, level.words) for level in reversed(outcome.levels)]
        self.fields["status"].choices = levels  # type: ignore[attr-defined]

    def judged(self) -> Judged:
        """Return the finding as the action takes it."""
        data = self.cleaned_data
        return Judged(Status(data["status"]), data["reasons"], data["good_practice"], data["to_improve"])


def finding_initial(finding: ReviewFinding | None) -> dict[str, Any]:
    """Return the values of a form that shows this finding."""
    if finding is None:
        return {"edition": 0}
    fields = ("status", "reasons", "good_practice", "to_improve", "edition")
    return {field: getattr(finding, field) for field in fields}


class FinishForm(EditionForm):
    """What the assurer says of the whole."""

    summary = forms.CharField(
        label=_("In short, what do you say of the whole? (optional)"),
        required=False,
        max_length=LONGEST_SUMMARY,
        error_messages={"max_length": _("The summary must be 4,000 characters or fewer")},
    )


class ResponseForm(EditionForm):
    """The council's answer to a finding."""

    stance = forms.ChoiceField(
        label=_("What does the council say?"),
        choices=Stance.choices,
        error_messages={
            "required": _("Say whether the council agrees"),
            "invalid_choice": _("Say whether the council agrees"),
        },
    )
    response = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_RESPONSE,
        error_messages={"max_length": _("The answer must be 4,000 characters or fewer")},
    )


def response_initial(finding: ReviewFinding) -> dict[str, Any]:
    """Return the values of a form that shows what the council said of this finding."""
    return {"stance": finding.stance, "response": finding.response, "edition": finding.edition}
