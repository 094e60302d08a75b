"""Choose papers that are like the given ones and unlike each other: maximal marginal relevance."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# The share of likeness in what a paper is chosen by; the rest is how unlike the chosen ones it is.
LIKENESS_SHARE = 0.7


def varied(
    scores: Sequence[float], alike: NDArray[np.floating], limit: int, *, share: float = LIKENESS_SHARE
) -> list[int]:
    """Return the places of up to `limit` papers in the order they are chosen, the best of all first.

    Each next one has the highest share · score - (1 - share) · (likeness to the nearest chosen one), by `alike`,
    shape (n, n); of equal ones the first. Carbonell and Goldstein, The Use of MMR, SIGIR 1998.
    """
    chosen: list[int] = []
    worth = share * np.asarray(scores, dtype=np.float64)
    nearest = np.zeros(len(worth))
    left = np.ones(len(worth), dtype=np.bool_)
    while left.any() and len(chosen) < limit:
        value = np.where(left, worth - (1 - share) * nearest, -np.inf)
        best = int(np.argmax(value))
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, alike[best])
    return chosen
