"""The nearest of many for many: exact, block by block, so that the collection's vectors are never all unpacked."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from broadsheet.search.engine import Vector

_BLOCK = 16_384  # rows


def nearest(
    queries: Vector, rows: NDArray[np.float16], limit: int, *, threads: int = 1
) -> tuple[NDArray[np.int64], Vector]:
    """Return for each query the places in `rows` of the nearest by inner product, best first, and the products.

    queries (m, d), rows (n, d) unit vectors; both results (m, min(limit, n)).
    """
    # The number belongs to the calling thread.
    faiss.omp_set_num_threads(threads)
    limit = min(limit, len(rows))
    places = np.empty((len(queries), 0), dtype=np.int64)
    products = np.empty((len(queries), 0), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK].astype(np.float32)
        found, at = _knn(queries, block, min(limit, len(block)))
        places = np.concatenate([places, at + start], axis=1)
        products = np.concatenate([products, found], axis=1)
        best = np.argsort(-products, axis=1, kind="stable")[:, :limit]
        places, products = np.take_along_axis(places, best, axis=1), np.take_along_axis(products, best, axis=1)
    return places, products


def _knn(queries: Vector, block: Vector, limit: int) -> Any:
    return faiss.knn(queries, block, limit, metric=faiss.METRIC_INNER_PRODUCT)
