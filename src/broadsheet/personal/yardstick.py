"""How near is near: what a query or some papers reach among the papers of the last months tells what is rare."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from broadsheet.model.query import Days, Query
from broadsheet.search.engine import Vector
from broadsheet.search.library import Library
from broadsheet.store import vectors

WEEKS = 26
_SAMPLE = 4_000
_MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class Yardstick:
    """An even sample of the papers listed in the last weeks before a day.

    `rows` are unit vectors, shape (n, d); only papers that have one are in it. `share` is the part of all papers of
    those weeks that the sample stands for, 1 where it has them all.
    """

    window: Days
    keys: NDArray[np.int64]
    rows: NDArray[np.float32]
    share: float
    weeks: int = WEEKS

    def places(self, a_week: float) -> float:
        """How many papers of the sample are as many as `a_week` papers in each week."""
        return a_week * self.weeks * self.share

    def bound(self, cosines: Vector, a_week: float, among: NDArray[np.bool_] | None = None) -> float:
        """Return the cosine that `a_week` papers in each week reach, -1 where there are not so many.

        `cosines`, shape (n,), are those of the sample; `among`, shape (n,), restricts that to a part of it.
        """
        counted = cosines if among is None else cosines[among]
        place = max(1, round(self.places(a_week)))
        if len(counted) <= place:
            return -1.0
        return float(np.partition(counted, len(counted) - place)[len(counted) - place])

    def holding(self, library: Library, query: Query) -> NDArray[np.bool_]:
        """Tell which papers of the sample hold the query's conditions and have its words, shape (n,)."""
        held = {hit.key for hit in library.engine.matching(query, self.keys.tolist())}
        return np.fromiter((key in held for key in self.keys.tolist()), dtype=np.bool_, count=len(self.keys))


def measure(library: Library, before: date) -> Yardstick:
    """Take a sample of the papers listed before a day."""
    window = Days(before - timedelta(weeks=WEEKS), before - timedelta(days=1))
    model = library.embedder.name if library.embedder else ""
    query = Query(constraints=(window,))
    listed = library.engine.listed(query, (), oldest=True, first=0, limit=_MOST).hits
    step = max(1, -(-len(listed) // _SAMPLE))
    keys = [hit.key for hit in listed[::step]]
    with library.database.read() as connection:
        known, rows = vectors.of_papers(connection, model, keys)
    return Yardstick(
        window,
        np.array(keys, dtype=np.int64)[known],
        rows[known].astype(np.float32),
        float(known.sum()) / max(1, len(listed)),
    )
