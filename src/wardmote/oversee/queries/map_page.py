"""What does one view of the map hold: tiles, legend with counts, and the same figures as rows?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wardmote.register.models.bodies import Kind

from ..drawing import Drawn, draw_map, draw_outline, draw_state, draw_swatch, draw_tile, label_of, row_opening, size_of
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
class MapPage:
    """Everything on the map page that depends on what was asked."""

    svg: SafeString
    legend: tuple[LegendLine, ...]
    rows: SafeString
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


@dataclass(frozen=True)
class Sheet:
    """What one set of councils always looks like, whatever is shown of them: made once, kept in this process."""

    tiles: tuple[Drawn, ...]
    rows: tuple[str, ...]
    # Positions in `tiles`: row by row from the north, as the keyboard walks, and as the table names them.
    by_row: tuple[tuple[str, tuple[int, ...]], ...]
    by_name: tuple[int, ...]
    size: tuple[float, float]
    outline: str


def map_page(
    spots: Sequence[Spotted], measure: Measure, scope: Scope, filters: Filters, ring: frozenset[int] = frozenset()
) -> MapPage:
    """Lay out, draw and count; the same councils always get the same tiles, whatever the filter."""
    facts = tuple((s.code, s.name, s.region, s.kind, s.latitude, s.longitude) for s in spots)
    sheet = _sheet(facts, scope.demonstration, get_language() or "")
    states = {step.key: (str(escape(str(step.words))), step.pattern) for step in measure.steps}
    keys = [measure.step_of(spot, scope.day) for spot in spots]
    kept = [filters.keeps(spot, key) for spot, key in zip(spots, keys, strict=True)]
    drawn = []
    for opening, row in sheet.by_row:
        drawn.append(opening)
        drawn += [draw_state(sheet.tiles[i], *states[keys[i]], not kept[i]) for i in row]
        drawn.append("</g>")
    # The legend counts every step within the region and kind, also while one of them is picked out.
    whole_legend = replace(filters, step="")
    counts = Counter(key for spot, key in zip(spots, keys, strict=True) if whole_legend.keeps(spot, key))
    total = sum(kept)
    rings = [(t.column, t.row) for t, spot in zip(sheet.tiles, spots, strict=True) if spot.body_id in ring]
    return MapPage(
        svg=draw_map(
            drawn,
            {states[key][1] for key in set(keys)},
            sheet.size,
            draw_outline(sheet.outline, rings),
            _("Map of %(total)s councils: %(measure)s") % {"total": total, "measure": measure.title},
            str(measure.asks),
        ),
        legend=tuple(LegendLine(s, draw_swatch(s.pattern), counts[s.key]) for s in measure.steps),
        rows=mark_safe(  # noqa: S308 # nosec B308 B703 - rows and words are escaped where they are made
            "".join(f"{sheet.rows[i]}{states[keys[i]][0]}\n" for i in sheet.by_name if kept[i])
        ),
        total=total,
    )


Facts = tuple[str, str, str, str, float, float]


@lru_cache(maxsize=24)
def _sheet(facts: tuple[Facts, ...], demonstration: bool, language: str) -> Sheet:
    """Draw all that doesn't depend on the measure; long tables are plain rows, with tags that HTML lets one omit."""
    places = layout_of([(code, region, latitude, longitude) for code, _n, region, _k, latitude, longitude in facts])
    before, _code, after = reverse("register:council", args=["CODE"]).partition("CODE")
    kinds = {kind.value: escape(str(kind.label)) for kind in Kind}
    tiles, rows = [], []
    for code, name, region, kind, _latitude, _longitude in facts:
        link = f"{before}{code}{after}"
        tiles.append(draw_tile(*places[code], label_of(code, demonstration), name, link))
        rows.append(f"<tr><th scope=row><a href={link}>{escape(name)}</a><td>{escape(region)}<td>{kinds[kind]}<td>")
    regions = {code: region for code, _n, region, *_rest in facts}
    return Sheet(
        tiles=tuple(tiles),
        rows=tuple(rows),
        by_row=_rows(tiles),
        by_name=tuple(sorted(range(len(facts)), key=lambda i: facts[i][1])),
        size=size_of(places.values()),
        outline=_outline(places, regions),
    )


def _rows(tiles: list[Drawn]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    order = sorted(range(len(tiles)), key=lambda i: (tiles[i].row, tiles[i].column))
    return tuple((row_opening(row), tuple(found)) for row, found in groupby(order, key=lambda i: tiles[i].row))


def _outline(places: dict[str, tuple[int, int]], regions: dict[str, str]) -> str:
    from wardmote.engines.tiles import Tile, outline

    return "".join(outline([Tile(code, *place) for code, place in places.items()], regions).values())
