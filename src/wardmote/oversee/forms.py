"""What can be asked of the map? Choices made once for each language, and the values that a reader sent."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict
from django.utils.translation import gettext as _

from wardmote.register.models.bodies import COUNCILS

from .measures import DEFAULT_MEASURE, MEASURES, RESULTS
from .queries.national import LAYERS

Option = tuple[str, str]


@dataclass(frozen=True)
class Choice:
    """One select box."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Asked:
    """What the reader asked for; a value that isn't offered falls back to the default, since this is only a view."""

    measure: str
    layer: str
    nation: str
    region: str
    kind: str
    step: str

    def value_of(self, name: str) -> str:
        """Return the value of one select box."""
        return str(getattr(self, name))


@lru_cache(maxsize=32)
def choices(language: str, sees_results: bool, demonstration: bool, regions: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return the select boxes: results only to those whose work it is to see them."""
    measures = tuple((m.key, str(m.title)) for m in MEASURES.values() if sees_results or not m.needs_results)
    layers = (("lower", _("Districts and single-tier councils")), ("upper", _("Counties and single-tier councils")))
    nations = (("England", _("England")), ("", _("United Kingdom")))
    kinds = (("", _("All kinds")), *((k.value, str(k.label)) for k in COUNCILS))
    found = (
        Choice("measure", _("Show"), measures),
        Choice("layer", _("Layer"), layers),
        Choice("nation", _("Nation"), nations),
        Choice("region", _("Region"), (("", _("All regions")), *((r, r) for r in regions))),
        Choice("kind", _("Kind"), kinds),
    )
    return tuple(choice for choice in found if not (demonstration and choice.name == "nation"))


def read_asked(query: QueryDict, *, sees_results: bool) -> Asked:
    """Return what an address asks for."""
    wanted = query.get("measure", RESULTS if sees_results else DEFAULT_MEASURE)
    allowed = wanted in MEASURES and (sees_results or not MEASURES[wanted].needs_results)
    layer, nation = query.get("layer", "lower"), query.get("nation", "England")
    return Asked(
        measure=wanted if allowed else DEFAULT_MEASURE,
        layer=layer if layer in LAYERS else "lower",
        nation=nation if nation in ("", "England") else "England",
        region=query.get("region", "")[:40],
        kind=query.get("kind", "")[:24],
        step=query.get("step", "")[:24],
    )
