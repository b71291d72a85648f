"""Who stands in which cell, how comfortably, and what would an exchange change?"""

import math
from collections.abc import Iterator, Sequence

from wardmote.engines.tiles.hexagons import Cell, middle, neighbours, within
from wardmote.engines.tiles.pieces import scatter
from wardmote.engines.tiles.silhouette import lakes
from wardmote.engines.tiles.wishes import Wishes

FARTHEST_MOVE = 2
SHORE = 4


class Board:
    """Who stands in which cell now, and what an exchange would cost or save."""

    def __init__(self, wishes: Wishes, cells: Sequence[Cell]) -> None:
        self.wishes = wishes
        self.cells = list(cells)
        self.holder = {cell: index for index, cell in enumerate(cells)}
        self._has_sea = any(wishes.overseas)
        self._scatters: dict[frozenset[Cell], int] = {}

    def discomfort(self, place: int) -> float:
        """How badly a place stands: squared distance from its spot, pull of its neighbours, and exposure."""
        cell = self.cells[place]
        x, y = middle(cell)
        spot = self.wishes.spots[place]
        total = (x - spot[0]) ** 2 + (y - spot[1]) ** 2 + self.wishes.exposure(cell)
        for other, weight in self.wishes.ties[place]:
            there = middle(self.cells[other])
            total += weight * (math.hypot(x - there[0], y - there[1]) - 1) ** 2
        return total

    def exchange(self, place: int, cell: Cell) -> None:
        """Move a place to a cell; whoever holds that cell takes the place's own. Doing it again undoes it."""
        left, other = self.cells[place], self.holder.pop(cell, None)
        del self.holder[left]
        self.cells[place] = cell
        self.holder[cell] = place
        if other is not None:
            self.cells[other] = left
            self.holder[left] = other

    def change(self, place: int, cell: Cell) -> float:
        """By how much an exchange would raise the discomfort of the two."""
        left = self.cells[place]
        both = [place] if cell not in self.holder else [place, self.holder[cell]]
        before = sum(map(self.discomfort, both))
        self.exchange(place, cell)
        after = sum(map(self.discomfort, both))
        self.exchange(place, left)
        return round(after - before, 6)

    def disorder_after(self, place: int, cell: Cell) -> int:
        """By how much an exchange would break regions or bridge the sea; below zero, it mends."""
        groups = self.wishes.groups
        touched = {groups[place], groups[self.holder.get(cell, place)]}
        if cell in self.holder and len(touched) == 1:
            return 0
        left, before = self.cells[place], self._disorder(touched, place, cell)
        self.exchange(place, cell)
        after = self._disorder(touched, place, left)
        self.exchange(place, left)
        return after - before

    def opens_lake(self, place: int, cell: Cell) -> bool:
        """Whether a move to an empty cell would close off a piece of the sea, or leave a hole behind."""
        if cell in self.holder:
            return False
        left, before = self.cells[place], len(lakes(self.cells))
        self.exchange(place, cell)
        after = len(lakes(self.cells))
        self.exchange(place, left)
        return after > before

    def scatter_of(self, group: str) -> int:
        """How far a region is from being one piece."""
        named = zip(self.cells, self.wishes.groups, strict=True)
        region = frozenset(cell for cell, name in named if name == group)
        if region not in self._scatters:
            self._scatters[region] = scatter(region)
        return self._scatters[region]

    def _disorder(self, groups: set[str], place: int, cell: Cell) -> int:
        """How broken some regions are, and how many bridges to the mainland the holders of two cells make."""
        broken = sum(map(self.scatter_of, groups))
        if not self._has_sea:
            return broken
        return broken + self._bridges(self.cells[place]) + self._bridges(cell)

    def _bridges(self, cell: Cell) -> int:
        holder, over = self.holder, self.wishes.overseas
        if cell not in holder:
            return 0
        ours = over[holder[cell]]
        return sum(over[holder[near]] != ours for near in neighbours(cell) if near in holder)

    def moves(self, place: int) -> Iterator[Cell]:
        """Cells that a place might exchange for its own: anyone's close by, or an empty one on the coast."""
        here = self.cells[place]
        may_leave = sum(near in self.holder for near in neighbours(here)) <= SHORE
        for cell in within(here, FARTHEST_MOVE):
            if cell != here and (cell in self.holder or (may_leave and self._is_coast(cell, here))):
                yield cell

    def _is_coast(self, cell: Cell, leaving: Cell) -> bool:
        return any(near in self.holder and near != leaving for near in neighbours(cell))
