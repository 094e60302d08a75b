"""Even vectors out: less of what all papers share, so that cosines tell more about what two of them share."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import faiss
import numpy as np

from broadsheet.search.engine import Vector

_FEW = 50  # papers whose middle is half believed
_TURN = 0.25  # exponent by which the spread of each direction is evened out: half of whitening


@dataclass(frozen=True)
class Evening:
    """The middle of a collection's vectors, shape (d,), and the matrix that evens them out, shape (d, d)."""

    middle: Vector
    turn: Vector

    def apply(self, rows: Vector) -> Vector:
        """Return rows evened out and of unit length, shape (n, d); zeros stay zeros."""
        if not rows.shape[1] or rows.shape[1] != len(self.middle):
            return np.zeros((len(rows), len(self.middle)), dtype=np.float32)
        off = rows - self.middle
        # numpy's BLAS would share out even a few rows, and its threads wait for each other while anything else runs.
        # The number belongs to the calling thread.
        faiss.omp_set_num_threads(1)
        turned: Vector = self._transform.apply(off.astype(np.float32))
        turned[~rows.any(axis=1)] = 0
        length = np.linalg.norm(turned, axis=1, keepdims=True)
        evened: Vector = (turned / np.maximum(length, 1e-9)).astype(np.float32)
        return evened

    @cached_property
    def _transform(self) -> Any:
        transform = faiss.LinearTransform(*self.turn.shape)
        faiss.copy_array_to_vector(self.turn.T.ravel(), transform.A)
        transform.is_trained = True
        return transform


def evening_of(rows: Vector) -> Evening:
    """Learn the evening from vectors, shape (n, d); few papers are hardly believed."""
    size, dimensions = rows.shape
    if not size or not dimensions:
        return Evening(np.zeros(dimensions, dtype=np.float32), np.eye(dimensions, dtype=np.float32))
    middle = rows.mean(axis=0) * (size / (size + _FEW))
    off = rows - middle
    spread = (off.T @ off).astype(np.float64) / size
    values, directions = np.linalg.eigh(spread)
    believed = size / (size + 2 * dimensions)
    values = believed * np.maximum(values, 0) + (1 - believed) * values.mean() + 1e-5
    return Evening(middle.astype(np.float32), (directions * values**-_TURN).astype(np.float32))
