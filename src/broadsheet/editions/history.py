"""The year before an edition, and its recent part, as arrays: what rises is seen against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from broadsheet.editions.calendar import bounds
from broadsheet.store import stream, vectors
from broadsheet.store.database import Connection

DAYS_BEFORE = 365
DAYS_OF_A_DAY = 7  # what rises on one day is seen over its last week: one day's papers are too few
LEAST_KNOWN = 0.9  # share of the papers that must have a vector: what is embedded first would seem to rise
CATEGORY_PRIOR = 20.0  # papers of the whole stream's pace that each category's own pace is drawn to


@dataclass(frozen=True, slots=True)
class History:
    """Papers that have a vector, by day and key, up to an edition's last day; all arrays have one place for each.

    `rows` are unit vectors, shape (n, d). `recent` are those listed from `recent_from` on. `pace` is the share of the
    recent ones in each paper's category: a paper picked at random in that category is recent with this probability.
    """

    keys: NDArray[np.int64]
    days: NDArray[np.int32]  # proleptic ordinals
    categories: tuple[str, ...]
    rows: NDArray[np.float16]
    recent_from: date
    recent: NDArray[np.bool_]
    pace: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.keys)

    def places(self, keys: Sequence[int]) -> NDArray[np.int64]:
        """Return where these papers stand, -1 for those that do not."""
        order = np.argsort(self.keys, kind="stable")
        sorted_keys = self.keys[order]
        wanted = np.asarray(keys, dtype=np.int64)
        if not len(order) or not len(wanted):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(sorted_keys, wanted), len(order) - 1)
        return np.where(sorted_keys[at] == wanted, order[at], -1)


def recent_from(edition_id: str) -> date:
    """Return the day from which papers count as recent for an edition."""
    period, first, last = bounds(edition_id)
    return last - timedelta(days=DAYS_OF_A_DAY - 1) if period == "day" else first


def no_history(edition_id: str) -> History:
    """Return the history of an edition that has nothing to be seen against it."""
    none = np.empty(0, dtype=np.int64)
    return History(
        keys=none,
        days=none.astype(np.int32),
        categories=(),
        rows=np.empty((0, 0), dtype=np.float16),
        recent_from=recent_from(edition_id),
        recent=none.astype(np.bool_),
        pace=none.astype(np.float64),
    )


def read_history(connection: Connection, model: str, edition_id: str, known_until: datetime) -> History:
    """Read the year before an edition's recent part, and that part; nothing while many have no vector yet."""
    _, _, last = bounds(edition_id)
    begins = recent_from(edition_id)
    placed = stream.placed(connection, begins - timedelta(days=DAYS_BEFORE), last, known_until)
    known, rows = vectors.of_papers(connection, model, [one.key for one in placed])
    known &= np.isfinite(rows.sum(axis=1, dtype=np.float32))  # what is no number has no neighbours
    if known.sum() < max(LEAST_KNOWN * len(placed), 1):
        placed, rows = [], rows[:0]
    elif not known.all():
        placed, rows = [one for one, has_one in zip(placed, known, strict=True) if has_one], rows[known]
    days = np.array([one.day for one in placed], dtype=np.int32)
    categories = tuple(one.category for one in placed)
    recent = days >= begins.toordinal()
    return History(
        keys=np.array([one.key for one in placed], dtype=np.int64),
        days=days,
        categories=categories,
        rows=rows,
        recent_from=begins,
        recent=recent,
        pace=_pace(categories, recent),
    )


def _pace(categories: Sequence[str], recent: NDArray[np.bool_]) -> NDArray[np.float64]:
    if not categories:
        return np.empty(0)
    _, of = np.unique(np.array(categories, dtype=np.str_), return_inverse=True)
    share = float(recent.mean())
    number = np.bincount(of, weights=recent)
    pace: NDArray[np.float64] = ((number + CATEGORY_PRIOR * share) / (np.bincount(of) + CATEGORY_PRIOR))[of]
    return pace
