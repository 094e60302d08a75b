"""What stands around each paper: how much of it is new, and how close the nearest earlier papers are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadsheet.editions.history import History
from broadsheet.search.nearest import nearest

NEIGHBOURS = 30  # that a paper's surge is counted over
WIDEST = 60  # that regions are looked for in
_EARLIER = 3  # nearest earlier papers that novelty is measured by
_FEW = 20  # papers of a category: with fewer, a paper's novelty is seen among all

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The nearest papers of some papers, nearest first, themselves left out.

    `of` (m,) and `near` (m, k) are places in the history, -1 where there are fewer; `cosines` (m, k).
    """

    of: Places
    near: Places
    cosines: NDArray[np.float32]


def surroundings(history: History, of: Places, *, threads: int = 1) -> Surroundings:
    """Find the nearest papers of the history for some of its papers."""
    if not len(of):
        return Surroundings(of, np.empty((0, 0), dtype=np.int64), np.empty((0, 0), dtype=np.float32))
    near, cosines = nearest(history.rows[of].astype(np.float32), history.rows, WIDEST + 1, threads=threads)
    # A paper is its own nearest, but for twins with the same text: it is found by place, not by rank.
    itself = near == of[:, None]
    itself[~itself.any(axis=1), -1] = True
    shape = (len(of), max(near.shape[1] - 1, 0))
    return Surroundings(of, near[~itself].reshape(shape), cosines[~itself].reshape(shape))


def rising(history: History, near: Places) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Count for rows of neighbours how many are recent, and how many would be at the pace of their categories."""
    return history.recent[near].sum(axis=1), history.pace[near].sum(axis=1)


def novelty(history: History, found: Surroundings, among: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each paper the share of its category's papers, of those in `among`, that stand closer to earlier ones.

    Closeness is the mean cosine of the three nearest papers of earlier days. Where few of the category are in `among`,
    the share is of all of them.
    """
    if not len(found.of):
        return np.empty(0)
    is_earlier = history.days[found.near] < history.days[found.of][:, None]
    closeness = _mean_of_first(found.cosines, is_earlier)
    every = np.sort(closeness[among])
    shares = _share_above(closeness, every)
    categories = np.array([history.categories[place] for place in found.of], dtype=np.str_)
    for category in set(categories[among].tolist()):
        of_category = categories == category
        peers = np.sort(closeness[of_category & among])
        if category and len(peers) >= _FEW:
            shares[of_category] = _share_above(closeness[of_category], peers)
    return shares


def _mean_of_first(cosines: NDArray[np.float32], counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    first = counted & (np.cumsum(counted, axis=1) <= _EARLIER)
    number = first.sum(axis=1)
    mean = (cosines * first).sum(axis=1) / np.maximum(number, 1)
    # With no earlier paper among so many neighbours, the last of them is as close as one can be.
    nearest_left = cosines[:, -1] if cosines.shape[1] else np.zeros(len(cosines), dtype=np.float32)
    means: NDArray[np.float64] = np.where(number > 0, mean, nearest_left).astype(np.float64)
    return means


def _share_above(closeness: NDArray[np.float64], peers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of the peers that are closer than each; of one's own value none counts."""
    if not len(peers):
        return np.zeros(len(closeness))
    above: NDArray[np.float64] = 1.0 - np.searchsorted(peers, closeness, side="right") / len(peers)
    return above
