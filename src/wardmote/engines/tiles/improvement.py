"""Which small exchanges would bring neighbours closer together and make each region one piece?"""

from collections.abc import Sequence

from wardmote.engines.tiles.board import Board
from wardmote.engines.tiles.hexagons import Cell
from wardmote.engines.tiles.wishes import Wishes

SWEEPS = 6
REPAIRS = 60
WORTHWHILE = 1e-6


def improve(wishes: Wishes, cells: Sequence[Cell]) -> list[Cell]:
    """The cells after every exchange that helps: comfort, then whole regions, then comfort again."""
    board = Board(wishes, cells)
    _settle(board)
    _mend(board)
    _settle(board)
    return board.cells


def _settle(board: Board) -> None:
    """Make exchanges that lower discomfort and break nothing, until a sweep finds none."""
    for _ in range(SWEEPS):
        moved = False
        for place in range(len(board.cells)):
            ranked = sorted((board.change(place, cell), cell) for cell in board.moves(place))
            for gain, cell in ranked:
                if gain >= -WORTHWHILE:
                    break
                if board.disorder_after(place, cell) <= 0 and not board.opens_lake(place, cell):
                    board.exchange(place, cell)
                    moved = True
                    break
        if not moved:
            return


def _mend(board: Board) -> None:
    """Make the cheapest exchange that lowers the disorder, as long as there is one."""
    groups = board.wishes.groups
    for _ in range(REPAIRS):
        broken = {group for group in set(groups) if board.scatter_of(group)}
        options = [
            (board.change(place, cell) / -disorder, place, cell)
            for place, group in enumerate(groups)
            if group in broken
            for cell in board.moves(place)
            if (disorder := board.disorder_after(place, cell)) < 0 and not board.opens_lake(place, cell)
        ]
        if not options:
            return
        _, place, cell = min(options)
        board.exchange(place, cell)
