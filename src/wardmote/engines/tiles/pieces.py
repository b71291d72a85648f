"""Does each region hang together?"""

from collections.abc import Collection, Iterable

from wardmote.engines.tiles.hexagons import Cell, neighbours, steps_between


def pieces(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The connected pieces of some cells, largest first (ties by their first cell), each in order."""
    unseen = set(cells)
    found = []
    while unseen:
        start = unseen.pop()
        piece, frontier = [start], [start]
        while frontier:
            for near in neighbours(frontier.pop()):
                if near in unseen:
                    unseen.remove(near)
                    piece.append(near)
                    frontier.append(near)
        found.append(sorted(piece))
    return sorted(found, key=lambda piece: (-len(piece), piece[0]))


def scatter(cells: Collection[Cell]) -> int:
    """How far a region is from being one piece: the steps that its strays must walk to join the largest."""
    largest, *strays = pieces(cells) or [[]]
    return sum(
        len(stray) * (min(steps_between(one, other) for one in stray for other in largest) - 1) for stray in strays
    )
