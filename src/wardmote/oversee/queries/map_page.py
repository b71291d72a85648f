"""What does one view of the map hold: tiles, legend with counts, and the same figures as rows?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wardmote.register.models.bodies import Kind

from ..drawing import Drawn, draw_map, draw_swatch, label_of
from ..layouts import layout_of
from ..measures import Measure, Spotted, Step
from .national import Scope


@dataclass(frozen=True)
class LegendLine:
    """One step of the measure, with its swatch and how many councils stand on it."""

    step: Step
    swatch: SafeString
    count: int


@dataclass(frozen=True)
class Row:
    """One council in the table under the map."""

    code: str
    name: str
    region: str
    kind: str
    says: str


@dataclass(frozen=True)
class MapPage:
    """Everything on the map page that depends on what was asked."""

    svg: SafeString
    legend: tuple[LegendLine, ...]
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True)
class Filters:
    """Which tiles stand out; the others stay on the map, faded."""

    region: str = ""
    kind: str = ""
    step: str = ""

    def keeps(self, spot: Spotted, step: str) -> bool:
        """Say whether a council passes."""
        return (
            (not self.region or spot.region == self.region)
            and (not self.kind or spot.kind == self.kind)
            and (not self.step or step == self.step)
        )


def map_page(
    spots: Sequence[Spotted], measure: Measure, scope: Scope, filters: Filters, ring: frozenset[int] = frozenset()
) -> MapPage:
    """Lay out, draw and count; the same councils always get the same tiles, whatever the filter."""
    places = layout_of([(s.code, s.region, s.latitude, s.longitude) for s in spots])
    steps = {step.key: step for step in measure.steps}
    words = {key: str(step.words) for key, step in steps.items()}
    address = _address_parts(scope)
    drawn, rows, ringed = [], [], None
    counts: Counter[str] = Counter()
    for spot in spots:
        key = measure.step_of(spot, scope.day)
        kept = filters.keeps(spot, key)
        column, row = places[spot.code]
        says = words[key]
        tile = Drawn(
            column,
            row,
            label_of(spot.code, scope.demonstration),
            f"{spot.name}: {says}",
            f"{address[0]}{spot.code}{address[1]}",
            steps[key].pattern,
            not kept,
        )
        drawn.append(tile)
        if spot.body_id in ring:
            ringed = tile
        if kept:
            counts[key] += 1
            rows.append((spot.name, Row(spot.code, spot.name, spot.region, _kind(spot.kind), says)))
    drawn.sort(key=lambda tile: (tile.row, tile.column))
    total = sum(counts.values())
    title = _title(measure, total, scope)
    svg = draw_map(drawn, _outline(tuple(places.items()), _regions(spots)), title, str(measure.asks), ringed)
    legend = tuple(LegendLine(s, draw_swatch(s.pattern), counts[s.key]) for s in measure.steps)
    return MapPage(svg, legend, tuple(row for _name, row in sorted(rows, key=lambda pair: pair[0])), total)


def _title(measure: Measure, total: int, scope: Scope) -> str:
    return _("Map of %(total)s councils: %(measure)s") % {"total": total, "measure": measure.title}


def _kind(kind: str) -> str:
    return str(Kind(kind).label)


def _address_parts(scope: Scope) -> tuple[str, str]:
    before, _code, after = reverse("register:council", args=["CODE"]).partition("CODE")
    return before, after


def _regions(spots: Sequence[Spotted]) -> tuple[tuple[str, str], ...]:
    return tuple((s.code, s.region) for s in spots)


@lru_cache(maxsize=24)
def _outline(places: tuple[tuple[str, tuple[int, int]], ...], regions: tuple[tuple[str, str], ...]) -> str:
    from wardmote.engines.tiles import Tile, outline

    tiles = [Tile(code, column, row) for code, (column, row) in places]
    drawn = outline(tiles, dict(regions))
    return "".join(drawn.values()) if isinstance(drawn, Mapping) else str(drawn)
