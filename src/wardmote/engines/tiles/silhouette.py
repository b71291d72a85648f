"""Which cells make up the land?"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from wardmote.engines.tiles.hexagons import ROW_HEIGHT, Cell, middle, neighbours, within
from wardmote.engines.tiles.pieces import pieces
from wardmote.engines.tiles.projection import DECIMALS, Points

REACH = 4
BLUR = 0.8
EXPOSURE = 2.5
DRAININGS = 20
INFILL = 2.0
INLAND = 2 * np.pi * BLUR**2 / ROW_HEIGHT


def assign(points: Points, cells: list[Cell], surcharge: NDArray[np.float64]) -> list[Cell]:
    """One cell for each point, all different, with the least sum of squared distances and surcharges."""
    centres = np.array([middle(cell) for cell in cells])
    cost = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2) + surcharge[None, :]
    _, chosen = linear_sum_assignment(np.round(cost, DECIMALS))
    return [cells[index] for index in chosen.tolist()]


class Land:
    """The country's shape, as dense points suggest it: where land is cheap and open sea is dear."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self._exposure: dict[Cell, float] = {}
        self._known: list[Cell] = []
        reach = REACH
        while len(self._known) < len(points):
            self._known = sorted({near for point in points for near in within(nearest_cell(point), reach)})
            reach *= 2

    def stand(self, points: Points) -> list[Cell]:
        """One cell for each point, near it and near the others, without lakes."""
        price = np.array([self.exposure(cell) for cell in self._known])
        cells = assign(points, self._known, price)
        for _ in range(DRAININGS):
            drained = set(lakes(cells))
            if not drained:
                break
            price = price - INFILL * np.array([cell in drained for cell in self._known])
            cells = assign(points, self._known, price)
        return cells

    def exposure(self, cell: Cell) -> float:
        """What it costs to stand in a cell: nothing inland, more the farther out at sea."""
        if cell not in self._exposure:
            squared = ((self._points - middle(cell)) ** 2).sum(axis=1)
            density = float(np.exp(-squared / (2 * BLUR**2)).sum()) / INLAND
            self._exposure[cell] = round(EXPOSURE * max(0.0, 1 - density) ** 2, DECIMALS)
        return self._exposure[cell]


def nearest_cell(point: NDArray[np.float64]) -> Cell:
    """The cell that a point lies in, or one beside it."""
    r = round(float(point[1]) / ROW_HEIGHT)
    return round(float(point[0]) - r / 2), r


def lakes(land_cells: Iterable[Cell]) -> list[Cell]:
    """Empty cells beside land that can't be reached from the open sea, in order."""
    taken = set(land_cells)
    unseen = {near for cell in taken for near in neighbours(cell)} - taken
    open_sea = [(piece[0][0] - 1, piece[0][1]) for piece in pieces(taken)]
    unseen.difference_update(open_sea)
    while open_sea:
        for near in neighbours(open_sea.pop()):
            if near in unseen:
                unseen.remove(near)
                open_sea.append(near)
    return sorted(unseen)
