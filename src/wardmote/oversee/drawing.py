"""How is the tile map drawn? Pure: tiles and steps in, SVG out, with a title, a description and links."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ROW_HEIGHT = math.sqrt(3) / 2
MARGIN = 0.6

# A tile's path about its own centre, a hair smaller than its cell so that neighbours stand apart.
HEXAGON = "M0-.56.485-.28V.28L0 .56-.485.28V-.28Z"

# Each pattern is a ground and marks over it, so that it still reads in black and white.
_GROUNDS = {
    "plain": ("#dfe9e9", ""),
    "nation": ("#f3eef9", '<path d="M0 .12H.12"/>'),
    "b1": ("#e3efef", ""),
    "b2": ("#c4dfdf", '<circle cx=".12" cy=".12" r=".035"/>'),
    "b3": ("#a5cfcf", '<path d="M0 .24 .24 0"/>'),
    "b4": ("#86bfbf", '<path d="M0 .24 .24 0M0 0 .24 .24"/>'),
    "b5": ("#67adad", '<path d="M0 .06H.24M0 .18H.24M.12 0V.24"/>'),
    "leaving": ("#ecd9b0", '<path d="M0 .24 .24 0"/>'),
    "new": ("#d9c9ea", '<circle cx=".12" cy=".12" r=".04"/>'),
    "red": ("#eaa9a4", '<path d="M0 .24 .24 0M0 0 .24 .24"/>'),
    "amber-red": ("#f1cbbf", '<path d="M0 .24 .24 0M.1 0 .24 .14"/>'),
    "amber": ("#f0dfb8", '<path d="M0 .24 .24 0"/>'),
    "amber-green": ("#d5e8d4", '<path d="M0 .12H.24"/>'),
    "green": ("#a9d5b8", ""),
    "none": ("#fff", '<circle cx=".06" cy=".06" r=".025"/><circle cx=".18" cy=".18" r=".025"/>'),
    "locked": ("#e3e5e6", '<path d="M.12 0V.24"/>'),
}


@dataclass(frozen=True)
class Drawn:
    """What never changes about one tile of a layout: its place, label, name and link, as SVG text around its state."""

    column: int
    row: int
    opening: str
    closing: str


def draw_tile(column: int, row: int, label: str, name: str, link: str) -> Drawn:
    """Return a tile ready for its state, within its row; `link` is an address of ours, without spaces or quotes."""
    x, _y = centre(column, row)
    opening = f" href={link} transform=translate({x:g})><title>{escape(name)}: "
    return Drawn(column, row, opening, f" /><text>{escape(label)}</text></a>")


def draw_state(tile: Drawn, says: str, pattern: str, is_faded: bool) -> str:
    """Return the tile as it stands on the map; `says` and `pattern` are words of a measure, already escaped."""
    return (
        f"<a{' class=f' if is_faded else ''}{tile.opening}{says}</title><use href=#h fill=url(#{pattern}){tile.closing}"
    )


def row_opening(row: int) -> str:
    """Return the start of a row of tiles."""
    return f"<g transform=translate(0,{centre(0, row)[1]:g})>"


def draw_map(
    tiles: Sequence[str], patterns: Iterable[str], size: tuple[float, float], outline: str, title: str, description: str
) -> SafeString:
    """Return the map as one inline SVG, from drawn tiles; lengths are in tile widths."""
    width, height = size
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{MARGIN} -{MARGIN + 0.1} {width:.2f} {height:.2f}"',
        ' role="group" aria-labelledby="map-title map-description">',
        f'<title id="map-title">{escape(title)}</title><desc id="map-description">{escape(description)}</desc>',
        f'<defs><path id="h" d="{HEXAGON}"/>{"".join(_pattern(name) for name in sorted(patterns))}</defs>',
        *tiles,
        outline,
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 # nosec B308 B703 - every text above is escaped


def draw_outline(path: str, rings: Iterable[tuple[int, int]]) -> str:
    """Return the outlines of regions, and a ring about the reader's own councils."""
    drawn = f'<path class="o" d="{path}"/>' if path else ""
    for column, row in rings:
        x, y = centre(column, row)
        drawn += f'<use href="#h" class="ring" transform="translate({x:g} {y:g})"/>'
    return drawn


def draw_swatch(pattern: str) -> SafeString:
    """Return one tile for the legend, with a pattern of its own name so that it stands without the map."""
    definition = _pattern(pattern, prefix="k-")
    return mark_safe(  # noqa: S308  # nosec B308 B703 - constants only
        f'<svg viewBox="-.5 -.6 1 1.2" aria-hidden="true" focusable="false"><defs>{definition}</defs>'
        f'<path d="{HEXAGON}" fill="url(#k-{pattern})" stroke="#505a5f" stroke-width=".03"/></svg>'
    )


@lru_cache(maxsize=4096)
def centre(column: int, row: int) -> tuple[float, float]:
    """Return the middle of a tile, in tile widths."""
    return round(column + (row % 2) / 2, 2), round(row * ROW_HEIGHT, 2)


def size_of(places: Iterable[tuple[int, int]]) -> tuple[float, float]:
    """Return the width and height that hold every tile, with a margin."""
    centres = [centre(column, row) for column, row in places] or [(0.0, 0.0)]
    return max(x for x, _ in centres) + 2 * MARGIN, max(y for _, y in centres) + 2 * MARGIN + 0.2


@lru_cache(maxsize=64)
def _pattern(name: str, prefix: str = "") -> str:
    ground, marks = _GROUNDS[name]
    return (
        f'<pattern id="{prefix}{name}" width=".24" height=".24" patternUnits="userSpaceOnUse">'
        f'<rect width=".24" height=".24" fill="{ground}"/>'
        f'<g fill="#0b0c0c" fill-opacity=".35" stroke="#0b0c0c" stroke-opacity=".35" stroke-width=".022">{marks}</g>'
        f"</pattern>"
    )


def label_of(code: str, demonstration: bool) -> str:
    """Return the three letters of a tile; successors have names for codes and are shortened by initials."""
    bare = code.removeprefix("demo-") if demonstration else code
    if len(bare) <= 4:
        return bare.upper()
    words = bare.split("-")
    return "".join(word[0] for word in words[:3]).upper() if len(words) > 1 else bare[:3].upper()
