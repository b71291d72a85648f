"""What does a council say that it runs? Parts lists (SBOMs) and lines as people write them, in; lines to match, out."""

from wardmote.engines.advisories.inventory.lines import Inventory, Line
from wardmote.engines.advisories.inventory.reading import read_inventory

__all__ = ["Inventory", "Line", "read_inventory"]
