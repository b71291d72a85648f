"""Where on an equal-area tile map of the country does each council stand?"""

from wardmote.engines.tiles.hexagons import centre, corners, extent
from wardmote.engines.tiles.layout import lay_out
from wardmote.engines.tiles.outline import outline
from wardmote.engines.tiles.places import Place, Tile

__all__ = ["Place", "Tile", "centre", "corners", "extent", "lay_out", "outline"]
