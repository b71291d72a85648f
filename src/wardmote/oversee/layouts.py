"""Where does each council's tile lie? Worked out once for each set of councils, then kept."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache

from django.db import transaction

from wardmote.kernel.moments import now

from .models import TileLayout

# Changes whenever the engine would lay out the same councils differently.
ENGINE = "tiles-1"
Spot = tuple[str, str, float, float]


def layout_of(spots: Sequence[Spot]) -> dict[str, tuple[int, int]]:
    """Return (column, row) by key for places given as (key, region, latitude, longitude)."""
    ordered = tuple(sorted(spots))
    return _kept(_key(ordered), ordered)


@lru_cache(maxsize=1)
def _key(spots: tuple[Spot, ...]) -> str:
    return hashlib.sha256(json.dumps([ENGINE, spots], separators=(",", ":")).encode()).hexdigest()


@lru_cache(maxsize=24)
def _kept(key: str, spots: tuple[Spot, ...]) -> dict[str, tuple[int, int]]:
    known = TileLayout.objects.filter(pk=key).values_list("tiles", flat=True).first()
    if known is None:
        known = _lay_out(spots)
        with transaction.atomic():
            TileLayout.objects.get_or_create(key=key, defaults={"tiles": known, "computed_at": now()})
    return {name: (column, row) for name, column, row in known}


def _lay_out(spots: tuple[Spot, ...]) -> list[tuple[str, int, int]]:
    # SciPy takes half a second to import, and only a new set of councils needs it.
    from wardmote.engines.tiles import Place, lay_out

    places = [Place(key, region, latitude, longitude) for key, region, latitude, longitude in spots]
    return [(tile.key, tile.column, tile.row) for tile in lay_out(places)]
