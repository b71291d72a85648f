"""What do the pages of an assessment send?"""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wardmote.engines.frameworks import Outcome, Profile, Reply, Status
from wardmote.register.models import Person

from .actions.comment_on_outcome import LONGEST_COMMENT
from .actions.open_assessment import LONGEST_TITLE, Wish
from .actions.save_outcome import LONGEST_ALTERNATIVE, LONGEST_JUSTIFICATION, Given
from .models import Confidence, OutcomeAnswer

CONFIDENCES = [(str(value), words) for value, words in reversed(Confidence.choices)]
MOST_EDITIONS = 2_000_000_000


class OutcomeForm(forms.Form):
    """One outcome: a level where there are no statements, how sure, why, and the edition of the page."""

    status = forms.ChoiceField(required=False, error_messages={"invalid_choice": _("Choose one of the levels")})
    confidence = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=CONFIDENCES,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the three")},
    )
    justification = forms.CharField(
        label=_("Why is that so?"),
        required=False,
        max_length=LONGEST_JUSTIFICATION,
        error_messages={"max_length": _("The reasons must be 4,000 characters or fewer")},
    )
    is_confirmed = forms.BooleanField(label=_("This outcome is ready: we stand by the answer"), required=False)
    edition = forms.IntegerField(min_value=0, max_value=MOST_EDITIONS)

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome = outcome
        levels = [(level.value, level.words) for level in reversed(outcome.levels)]
        self.fields["status"].choices = [] if outcome.statements else levels  # type: ignore[attr-defined]

    def sent(self) -> QueryDict:
        """Return what the browser sent, as it stands."""
        return self.data if isinstance(self.data, QueryDict) else QueryDict()

    def replies(self) -> dict[str, Reply]:
        """Return what is said of each statement: ticked is true; else a described alternative stands for it."""
        ticked = set(self.sent().getlist("statement"))
        described = self.alternatives()
        found = {}
        for statement in self.outcome.statements:
            if statement.id in ticked:
                found[statement.id] = Reply.TRUE
            elif statement.id in described and statement.level is not Status.NOT_ACHIEVED:
                found[statement.id] = Reply.ALTERNATIVE
        return found

    def alternatives(self) -> dict[str, str]:
        """Return the alternative controls as described, by statement."""
        sent = self.sent()
        words = {s.id: sent.get(f"alternative-{s.id}", "").strip() for s in self.outcome.statements}
        return {statement: said for statement, said in words.items() if said}

    def strangers(self) -> set[str]:
        """Return ticked statements that aren't this outcome's."""
        return set(self.sent().getlist("statement")) - {statement.id for statement in self.outcome.statements}

    def clean(self) -> dict[str, Any]:
        """Refuse statements of other outcomes, and alternatives that are too long; nothing typed is dropped."""
        if self.strangers():
            self.add_error(None, _("A statement on the page isn't this outcome's. Open the page again."))
        if any(len(words) > LONGEST_ALTERNATIVE for words in self.alternatives().values()):
            self.add_error(None, _("An alternative control must be described in 1,000 characters or fewer."))
        return self.cleaned_data

    def given(self) -> Given:
        """Return the answer as the action takes it."""
        data = self.cleaned_data
        return Given(
            status=Status(data["status"]) if data.get("status") else None,
            replies=self.replies(),
            alternatives=self.alternatives(),
            confidence=int(data["confidence"]) if data.get("confidence") else None,
            justification=data["justification"],
            is_confirmed=data["is_confirmed"],
        )


def initial_of(answer: OutcomeAnswer | None, edition: int) -> dict[str, Any]:
    """Return the values of a form that shows this answer; `edition` is what the page is made from."""
    if answer is None:
        return {"edition": edition}
    return {
        "status": answer.status or "",
        "confidence": str(answer.confidence or ""),
        "justification": answer.justification,
        "is_confirmed": answer.is_confirmed,
        "edition": edition,
    }


class StartForm(forms.Form):
    """A new assessment: which edition, against which profile, called what, due when."""

    edition = forms.ChoiceField(
        label=_("Which framework?"),
        error_messages={"required": _("Choose a framework"), "invalid_choice": _("Choose a framework from the list")},
    )
    title = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Give the assessment a name, for example the year")},
    )
    due_on = forms.DateField(
        label=_("When should it be ready? (optional)"),
        required=False,
        error_messages={"invalid": _("Give the day as year-month-day, for example 2027-03-31")},
    )
    carries_forward = forms.BooleanField(
        label=_("Bring last time's answers along, marked “check again”"), required=False
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = choices  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """Return the new assessment as the action takes it."""
        data = self.cleaned_data
        framework, version, profile = data["edition"].split("|")
        return Wish(framework, version, profile, data["title"], data["due_on"], data["carries_forward"])


def edition_choice(framework: str, version: str, profile: Profile | None) -> str:
    """Return the value that stands for a framework and its target in `StartForm`."""
    return f"{framework}|{version}|{profile.key if profile else ''}"


class CommentForm(forms.Form):
    """What somebody says to colleagues."""

    text = forms.CharField(
        label=_("Say something to your colleagues"),
        max_length=LONGEST_COMMENT,
        error_messages={
            "required": _("Write your comment first"),
            "max_length": _("A comment must be 2,000 characters or fewer"),
        },
    )


class AssignForm(forms.Form):
    """Who answers which outcomes by when."""

    person = forms.ChoiceField(
        label=_("Who?"), required=False, error_messages={"invalid_choice": _("Choose somebody from the list")}
    )
    due_on = forms.DateField(
        label=_("By when? (optional)"),
        required=False,
        error_messages={"invalid": _("Give the day as year-month-day, for example 2027-03-31")},
    )
    outcomes = forms.MultipleChoiceField(
        label=_("Which outcomes?"),
        error_messages={
            "required": _("Tick at least one outcome"),
            "invalid_choice": _("An outcome on the page isn't in this assessment. Open the page again"),
        },
    )

    def __init__(self, *args: Any, people: list[Person], outcomes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("Nobody: take them back"))
        self.fields["person"].choices = [*((str(p.pk), str(p)) for p in people), nobody]  # type: ignore[attr-defined]
        self.fields["outcomes"].choices = outcomes  # type: ignore[attr-defined]
