"""Who is next to whom, as the crow flies, and which regions lie over the sea?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import minimum_spanning_tree

from wardmote.engines.tiles.projection import Points

Distances = NDArray[np.float64]
Pairs = NDArray[np.intp]

NEAREST = 12
CLEARANCE = 0.86
SEA_RATIO = 1.6
SMALLEST_ISLAND = 3


def distances(points: Points) -> Distances:
    """The distance between every two points (n × n)."""
    gaps = points[:, None, :] - points[None, :, :]
    return np.asarray(np.sqrt((gaps**2).sum(axis=2)), dtype=np.float64)


def adjoining(points: Points) -> Pairs:
    """Pairs of places with nobody between them (m × 2, each pair once, in order): the Gabriel graph.

    We have centroids and no borders; the circle whose diameter joins two centroids being empty is a good
    stand-in for a shared border. The graph is always connected, so no council floats free.
    """
    apart = distances(points) ** 2
    nearest = np.argsort(apart, axis=1, kind="stable")[:, 1 : NEAREST + 1]
    found: set[tuple[int, int]] = set(_spanning(apart))
    for one, others in enumerate(nearest):
        between = apart[one][None, :] + apart[others]
        between[:, one] = np.inf
        between[np.arange(len(others)), others] = np.inf
        for other in others[between.min(axis=1, initial=np.inf) >= CLEARANCE * apart[one, others]].tolist():
            found.add((min(one, other), max(one, other)))
    return np.array(sorted(found), dtype=np.intp).reshape(-1, 2)


def overseas(points: Points, groups: Sequence[str]) -> NDArray[np.bool_]:
    """Which places belong to a group that lies over the sea, as Northern Ireland does (n claims).

    A group does when the way to any other group is much longer than the longest hop inside it.
    """
    apart = distances(points)
    labels = np.array(groups)
    answer = np.zeros(len(groups), dtype=np.bool_)
    for group in sorted(set(groups)):
        ours = labels == group
        if ours.sum() < SMALLEST_ISLAND or ours.all():
            continue
        longest_hop = minimum_spanning_tree(apart[np.ix_(ours, ours)]).max()
        if apart[np.ix_(ours, ~ours)].min() > SEA_RATIO * longest_hop:
            answer |= ours
    return answer


def _spanning(apart: Distances) -> list[tuple[int, int]]:
    """The pairs of the shortest tree that reaches every place."""
    rows, columns = minimum_spanning_tree(apart).nonzero()
    return [(min(pair), max(pair)) for pair in zip(rows.tolist(), columns.tolist(), strict=True)]
