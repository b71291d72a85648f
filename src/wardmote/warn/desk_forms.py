"""What do the pages of the desk ask, and when is an answer not fit?"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wardmote.engines.advisories.facts import Label
from wardmote.estate.models import Product
from wardmote.register.models import Body

from .actions.correct_bulletin import LONGEST_CORRECTION
from .actions.say_products import LONGEST_VERSION, Concerned
from .actions.write_bulletin import Wording
from .models import Audience, Bulletin, Circle, Priority
from .remedies import safe_link

MOST_SOURCES = 10
LONGEST_LINES = 6_000
LONGEST_URL, LONGEST_CONTACT, LONGEST_NOTE = 500, 200, 600
_CHOOSE = {"required": _("Choose one of the list"), "invalid_choice": _("Choose one of the list")}
_LABELS = [
    (Label.CLEAR.value, _("TLP:CLEAR: anybody may know")),
    (Label.GREEN.value, _("TLP:GREEN: the community of councils")),
    (Label.AMBER.value, _("TLP:AMBER: those whom it is for, and those who work for them")),
    (Label.AMBER_STRICT.value, _("TLP:AMBER+STRICT: nobody outside those whom it is for")),
    (Label.RED.value, _("TLP:RED: people named one by one")),
]


def _words(label: Any, longest: int, required: Any = None) -> forms.CharField:
    errors = {"max_length": _("Say it in %(limit_value)d characters or fewer")}
    if required:
        errors["required"] = required
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required is not None,
        error_messages=errors,  # type: ignore[arg-type]
    )


class BulletinForm(forms.Form):
    """A warning in the fixed form. `correction` is asked for where it is out already."""

    title = _words(_("Title"), 200, _("Give it a title"))
    what = _words(_("What is it?"), 4_000, _("Say what it is"))
    concerns = _words(_("Whom does it concern? (optional)"), 1_000)
    act = _words(_("What to do"), 2_000, _("Say what to do"))
    priority = forms.TypedChoiceField(
        label=_("How soon?"), coerce=int, choices=Priority.choices, error_messages=_CHOOSE
    )
    due_on = forms.DateField(
        label=_("By which day? (optional)"), required=False, error_messages={"invalid": _("Enter a real date")}
    )
    sources = _words(_("Where to read on (optional)"), LONGEST_LINES)
    label = forms.ChoiceField(label=_("How far may it travel?"), choices=_LABELS, error_messages=_CHOOSE)
    audience = forms.ChoiceField(label=_("Whom is it for?"), choices=Audience.choices, error_messages=_CHOOSE)
    circle = forms.ModelChoiceField(
        label=_("Which circle?"),
        queryset=Circle.objects.none(),
        required=False,
        empty_label=_("None"),
        error_messages={"invalid_choice": _("Choose one of your circles")},
    )
    readers = _words(_("Which people?"), LONGEST_LINES)
    correction = _words(_("What did you correct?"), LONGEST_CORRECTION, _("Write what you corrected"))
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owner: Body, corrects: bool = False, **kwargs: Any) -> None:
        """Offer the desk's circles; a correction doesn't ask whom it is for."""
        super().__init__(*args, **kwargs)
        gone = ("label", "audience", "circle", "readers") if corrects else ("correction",)
        for name in gone:
            del self.fields[name]
        if not corrects:
            circles = self.fields["circle"]
            circles.queryset = Circle.objects.filter(owner=owner, closed_at__isnull=True)  # type: ignore[attr-defined]
            circles.label_from_instance = lambda circle: circle.name  # type: ignore[attr-defined]

    def clean_sources(self) -> tuple[dict[str, str], ...]:
        """Return the links, one a line; after the address its title may follow."""
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        if len(lines) > MOST_SOURCES:
            raise forms.ValidationError(_now("Give ten links at most"))
        found = []
        for line in lines:
            url, _space, title = line.partition(" ")
            link = safe_link(url, title) if len(url) <= LONGEST_URL else None
            if link is None:
                raise forms.ValidationError(_now("Write each link on a line of its own, starting with https://"))
            found.append({"url": link.url, "title": link.title[:200]})
        return tuple(found)

    def wording(self, standing: Bulletin | None = None) -> Wording:
        """Return what was written; whom a correction is for stays as it stands."""
        said = dict(self.cleaned_data)
        for name in ("revision", "correction"):
            said.pop(name, None)
        if standing and "label" not in self.fields:
            return Wording(
                **said, label=Label(standing.label), audience=Audience(standing.audience), circle=standing.circle
            )
        said["label"], said["audience"] = Label(said["label"]), Audience(said["audience"])
        if said["audience"] is not Audience.CIRCLE:
            said["circle"] = None
        said["readers"] = tuple(said["readers"].split())
        return Wording(**said)


class ProductsForm(forms.Form):
    """A product of the catalogue, and in which versions a story concerns it."""

    product = forms.ModelChoiceField(
        label=_("Which product?"),
        queryset=Product.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a product"), "invalid_choice": _("Choose a product")},
    )
    since = _words(_("From version (optional)"), LONGEST_VERSION)
    before = _words(_("Before version (optional)"), LONGEST_VERSION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the catalogue."""
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        field.queryset = Product.objects.filter(is_in_catalogue=True)  # type: ignore[attr-defined]
        field.label_from_instance = lambda product: product.title  # type: ignore[attr-defined]

    def concerned(self) -> tuple[Concerned, ...]:
        """Return what the act takes."""
        return (Concerned(**self.cleaned_data),)


class WhyForm(forms.Form):
    """Why a warning is withdrawn."""

    why = _words(_("Why is it withdrawn?"), LONGEST_CORRECTION, _("Write why it is withdrawn"))
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class RelayForm(forms.Form):
    """To whom a warning is handed on."""

    to = forms.ModelChoiceField(
        label=_("To whom?"),
        queryset=Body.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={"required": _("Choose to whom"), "invalid_choice": _("Choose to whom")},
    )
    note = _words(_("A word to them (optional)"), LONGEST_NOTE)


class SettingsForm(forms.Form):
    """How a desk is kept."""

    needs_second_eyes = forms.TypedChoiceField(
        label=_("Who publishes a warning?"),
        coerce=lambda text: text == "yes",
        choices=[
            ("no", _("Whoever wrote it may")),
            ("yes", _("Somebody else than who changed it last")),
        ],
        error_messages=_CHOOSE,
    )
    contact = _words(_("Whom do readers ask? (optional)"), LONGEST_CONTACT)


def initial_of(said: Wording | Bulletin) -> dict[str, Any]:
    """Return a warning's words as the form shows them."""
    names = ("title", "what", "concerns", "act", "priority", "due_on", "label", "audience")
    shown = {name: getattr(said, name) for name in names}
    shown["sources"] = "\n".join(f"{each['url']} {each.get('title', '')}".strip() for each in said.sources)
    shown["circle"] = said.circle.pk if said.circle else None
    if isinstance(said, Bulletin):
        shown["revision"] = said.revision
        shown["readers"] = "\n".join(said.readers.values_list("person__email", flat=True))
    return shown
