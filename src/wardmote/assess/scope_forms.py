"""What do the pages about an assessment's scope send?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.change_scope import LONGEST_MISSION, LONGEST_REASON, Considered, Scope
from .actions.sign_scope import LONGEST_NOTE
from .models import Assessment
from .queries.scope_page import ScopePage

MOST_EDITIONS = 2_000_000_000
_OPEN_AGAIN = _("The list has changed. Open the page again and choose once more")


class ScopeForm(forms.Form):
    """Mission, services, and for each system whether it is considered and chosen, and why."""

    mission = forms.CharField(
        label=_("What is the council there for, and what must never fail?"),
        required=False,
        max_length=LONGEST_MISSION,
        error_messages={"max_length": _("The mission must be 4,000 characters or fewer")},
    )
    services = forms.MultipleChoiceField(
        label=_("Which services are essential?"), required=False, error_messages={"invalid_choice": _OPEN_AGAIN}
    )
    considered = forms.MultipleChoiceField(
        label=_("Systems to consider"), required=False, error_messages={"invalid_choice": _OPEN_AGAIN}
    )
    chosen = forms.MultipleChoiceField(
        label=_("Critical systems"), required=False, error_messages={"invalid_choice": _OPEN_AGAIN}
    )
    edition = forms.IntegerField(min_value=0, max_value=MOST_EDITIONS)

    def __init__(self, *args: Any, page: ScopePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        there = [(str(found.system), found.name) for found in page.considered]
        self.fields["services"].choices = [(str(o.pk), o.name) for o in page.services]  # type: ignore[attr-defined]
        self.fields["considered"].choices = there + [(str(o.pk), o.name) for o in page.others]  # type: ignore[attr-defined]
        self.fields["chosen"].choices = there  # type: ignore[attr-defined]
        for found in page.considered:
            self.fields[f"reason-{found.system}"] = forms.CharField(
                label=_("Why is it critical, or why not?"),
                required=False,
                max_length=LONGEST_REASON,
                initial=found.reason,
                error_messages={"max_length": _("A reason must be 1,000 characters or fewer")},
            )

    def scope(self) -> Scope:
        """Return the scope as the action takes it; a chosen system counts as considered."""
        data = self.cleaned_data
        chosen = set(data["chosen"])
        systems = [*dict.fromkeys([*data["considered"], *data["chosen"]])]
        return Scope(
            mission=data["mission"],
            services=tuple(int(service) for service in data["services"]),
            systems=tuple(
                Considered(int(system), system in chosen, data.get(f"reason-{system}", "")) for system in systems
            ),
        )


def scope_initial(assessment: Assessment, page: ScopePage) -> dict[str, Any]:
    """Return the values of a form that shows the scope as it stands."""
    return {
        "mission": assessment.mission,
        "services": [str(service) for service in page.chosen_services],
        "considered": [str(found.system) for found in page.considered],
        "chosen": [str(found.system) for found in page.considered if found.is_chosen],
        "edition": assessment.edition,
    }


class SignScopeForm(forms.Form):
    """Signed off, or sent back, with a note."""

    decision = forms.ChoiceField(
        label=_("Is the scope right?"),
        choices=[
            ("sign", _("Yes: I sign it off")),
            ("return", _("Not yet: I send it back with a note")),
        ],
        error_messages={
            "required": _("Say whether you sign the scope off or send it back"),
            "invalid_choice": _("Say whether you sign the scope off or send it back"),
        },
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("The note must be 2,000 characters or fewer")},
    )
    edition = forms.IntegerField(min_value=0, max_value=MOST_EDITIONS)
