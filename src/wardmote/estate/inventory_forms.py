"""What do the pages about the inventory ask, and when is an answer not fit?"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.kernel.denial import Denied

from .inventory_files import LARGEST_MB
from .line_facts import LONGEST_BATCH, LONGEST_NOTE, LONGEST_VERSION, Kept, LineFacts, fit_line, written_of
from .models import Item, Product, System

MOST_TYPED, LONGEST_TYPED = 200, 60_000
OTHER, NOTHING = "other", "none"
_VERSION = _("The version must be 120 characters or fewer")


def _system_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Which system do they belong to? (optional)"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("This system isn't on your list any more. Choose again")},
    )


def _offer_systems(form: forms.Form, systems: Iterable[System]) -> None:
    choices = [("", _("No system in particular")), *((str(system.pk), system.name) for system in systems)]
    form.fields["system"].choices = choices  # type: ignore[attr-defined]


class TypedForm(forms.Form):
    """Products, one to a line, and what is true of all of them."""

    lines = forms.CharField(
        label=_("Products, one on each line"),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter at least one product"), "max_length": _("The list is too long")},
    )
    system = _system_field()
    is_exposed = forms.BooleanField(label=_("The internet reaches them"), required=False)

    def __init__(self, *args: Any, systems: Iterable[System], **kwargs: Any) -> None:
        """Offer the council's own systems."""
        super().__init__(*args, **kwargs)
        _offer_systems(self, systems)

    def clean_lines(self) -> list[str]:
        """Return what stands on the lines, or name every line that isn't fit."""
        lines = [(number, line.strip()) for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1)]
        told = [(number, line) for number, line in lines if line]
        if len(told) > MOST_TYPED:
            raise forms.ValidationError(_("Add at most 200 lines at once, or send them as a file"))
        faults = []
        for number, line in told:
            try:
                fit_line(LineFacts(line))
            except Denied as refusal:
                faults.append(_("Line %(line)s: %(what)s") % {"line": number, "what": refusal.sentence})
        if faults:
            raise forms.ValidationError(faults)
        return [line for _number, line in told]

    def facts(self) -> list[LineFacts]:
        """Return what was entered, as an action takes it."""
        said = self.cleaned_data
        return [LineFacts(line, system=said["system"], is_exposed=said["is_exposed"]) for line in said["lines"]]


class TickForm(forms.Form):
    """Products of one category of the catalogue, each with a version where it is known."""

    products = forms.TypedMultipleChoiceField(
        label=_("Which of these do you run?"),
        coerce=int,
        error_messages={
            "required": _("Tick at least one product, or choose another category"),
            "invalid_choice": _("One of the products isn't in the catalogue any more. Choose again"),
        },
    )

    def __init__(self, *args: Any, products: Iterable[Product], **kwargs: Any) -> None:
        """Offer the products of the category, with a field for the version of each."""
        super().__init__(*args, **kwargs)
        self.offered = {product.pk: product for product in products}
        self.fields["products"].choices = [  # type: ignore[attr-defined]
            (str(pk), shown(product)) for pk, product in self.offered.items()
        ]
        for pk in self.offered:
            self.fields[version_field(pk)] = forms.CharField(
                label=_("Version"),
                required=False,
                max_length=LONGEST_VERSION,
                error_messages={"max_length": _VERSION},
            )

    def facts(self) -> list[LineFacts]:
        """Return what was ticked, as an action takes it."""
        found = []
        for pk in self.cleaned_data["products"]:
            product, version = self.offered[pk], self.cleaned_data[version_field(pk)]
            written = written_of(product.vendor, product.name, version)
            found.append(LineFacts(written, product.vendor, product.name, version, product=pk))
        return found


def version_field(pk: int) -> str:
    """Return what the field for a ticked product's version is called."""
    return f"version-{pk}"


def shown(product: Product) -> str:
    """Return a product as people say it, its maker before it."""
    return product.title


class FileForm(forms.Form):
    """A file that lists products."""

    file = forms.FileField(
        label=_("The file"),
        max_length=1_000,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
            "max_length": _("The file's name is too long. Give it a shorter one"),
        },
    )
    batch = forms.CharField(
        label=_("What is the list called? (optional)"),
        required=False,
        max_length=LONGEST_BATCH,
        error_messages={"max_length": _("The list's name must be 120 characters or fewer")},
    )
    system = _system_field()

    def __init__(self, *args: Any, systems: Iterable[System], **kwargs: Any) -> None:
        """Offer the council's own systems."""
        super().__init__(*args, **kwargs)
        self.systems = {system.name.casefold(): system.pk for system in systems}
        _offer_systems(self, systems)

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * 1_000_000:
            raise forms.ValidationError(_("The file is larger than 50 MB. Pack it by gzip or zip, or send it in parts"))
        return file

    def list_name(self) -> str:
        """Return what the list is called: as it was said, or as its file is called."""
        said = self.cleaned_data
        return str(said["batch"] or said["file"].name)[:LONGEST_BATCH]


class NameForm(forms.Form):
    """Which product is a line?"""

    product = forms.ChoiceField(
        label=_("Which product is it?"),
        error_messages={
            "required": _("Choose the product, or say that it is none"),
            "invalid_choice": _("This product isn't offered any more. Choose again"),
        },
    )
    vendor = forms.CharField(
        label=_("Who makes it? (optional)"),
        required=False,
        max_length=120,
        error_messages={"max_length": _("The maker's name must be 120 characters or fewer")},
    )
    name = forms.CharField(
        label=_("What is the product called?"),
        required=False,
        max_length=160,
        error_messages={"max_length": _("The product's name must be 160 characters or fewer")},
    )
    version = forms.CharField(
        label=_("Version (optional)"),
        required=False,
        max_length=LONGEST_VERSION,
        error_messages={"max_length": _VERSION},
    )

    def __init__(self, *args: Any, products: Mapping[int, str], **kwargs: Any) -> None:
        """Offer products, and the two ways out of the catalogue."""
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [  # type: ignore[attr-defined]
            *((str(pk), words) for pk, words in products.items()),
            (OTHER, _("Another product, which isn't shown: I write its name below")),
            (NOTHING, _("It isn't a product")),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a product that isn't offered."""
        said = self.cleaned_data
        if said.get("product") == OTHER and not said.get("name"):
            self.add_error("name", _("Write what the product is called"))
        return said

    def choice(self) -> dict[str, Any]:
        """Return what was chosen, as the action takes it."""
        said = self.cleaned_data
        match said["product"]:
            case "none":
                return {}
            case "other":
                return {"vendor": said["vendor"], "name": said["name"], "version": said["version"]}
            case number:
                return {"product": int(number), "version": said["version"]}


class ItemForm(forms.Form):
    """What is said of one line."""

    version = forms.CharField(
        label=_("Version (optional)"),
        required=False,
        max_length=LONGEST_VERSION,
        error_messages={"max_length": _VERSION},
    )
    system = _system_field()
    is_exposed = forms.BooleanField(label=_("The internet reaches it"), required=False)
    note = forms.CharField(
        label=_("What should a colleague know? (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("The note must be 300 characters or fewer")},
    )
    # Of what the page was made from.
    edition = forms.CharField(required=False, max_length=16)

    def __init__(self, *args: Any, systems: Iterable[System], item: Item, **kwargs: Any) -> None:
        """Offer the council's own systems; a line without a product has no version to say."""
        super().__init__(*args, **kwargs)
        _offer_systems(self, systems)
        self.fields["system"].label = _("Which system does it belong to? (optional)")
        if item.edition is None:
            del self.fields["version"]

    def kept(self) -> Kept:
        """Return what was entered, as an action takes it."""
        said = self.cleaned_data
        return Kept(said.get("version", ""), said["system"], said["is_exposed"], said["note"])
