"""What can be asked of the map?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from wardmote.register.models.bodies import COUNCILS

from .measures import MEASURES

NATIONS = [("England", _("England")), ("", _("United Kingdom"))]
LAYERS = [("lower", _("Districts and single-tier councils")), ("upper", _("Counties and single-tier councils"))]


class MapForm(forms.Form):
    """The filter beside the map; a value that isn't offered falls back to the default, since it is only a view."""

    measure = forms.ChoiceField(label=_("Show"), required=False)
    layer = forms.ChoiceField(label=_("Layer"), choices=LAYERS, required=False)
    nation = forms.ChoiceField(label=_("Nation"), choices=NATIONS, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *[(k.value, k.label) for k in COUNCILS]], required=False
    )
    as_at = forms.CharField(label=_("As at"), max_length=10, required=False)

    def __init__(self, *args: object, regions: list[str], with_results: bool, **kwargs: object) -> None:
        """Offer the regions there are, and results only to those whose work it is to see them."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [m for m in MEASURES.values() if with_results or not m.needs_results]
        self.fields["measure"].choices = [(m.key, m.title) for m in offered]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", _("All regions")), *[(r, r) for r in regions]]  # type: ignore[attr-defined]
