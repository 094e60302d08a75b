"""Products of the terms of many papers with those of many others."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.likeness.terms import Terms


def sparse(weighed: Sequence[Terms], columns: NDArray[np.int32]) -> Any:
    """Return terms as a sparse matrix of shape (papers, columns); terms that are no column are left out."""
    # Late: a third of a second, for servers that suggest nothing.
    from scipy.sparse import csr_array

    numbers = np.concatenate([one.numbers for one in weighed] or [np.empty(0, dtype=np.int32)])
    data = np.concatenate([one.weights for one in weighed] or [np.empty(0, dtype=np.float32)])
    of = np.repeat(np.arange(len(weighed)), [len(one.numbers) for one in weighed])
    at = np.minimum(np.searchsorted(columns, numbers), max(len(columns) - 1, 0))
    there = columns[at] == numbers if len(columns) else np.zeros(len(numbers), dtype=np.bool_)
    ends = np.concatenate([[0], np.cumsum(np.bincount(of[there], minlength=len(weighed)))])
    return csr_array((data[there], at[there], ends), shape=(len(weighed), len(columns)))


class Sampled:
    """How alike the terms of the sample's papers are to those of other papers: each row is made when first asked for.

    A reader needs a few hundred rows, all readers of a night together most of them.
    """

    def __init__(self, sample: Sequence[Terms], columns: NDArray[np.int32], terms: Any) -> None:
        self._sample, self._columns, self._terms = sample, columns, terms
        self._rows = np.empty((len(sample), terms.shape[1]), dtype=np.float16)
        self._made = np.zeros(len(sample), dtype=np.bool_)
        self._lock = Lock()

    def rows(self, places: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return all rows, shape (sample, papers), of which those at these places can be relied on."""
        with self._lock:
            missing = places[~self._made[places]]
            if len(missing):
                product = sparse([self._sample[place] for place in missing], self._columns) @ self._terms
                self._rows[missing] = product.toarray()
                self._made[missing] = True
        return self._rows
