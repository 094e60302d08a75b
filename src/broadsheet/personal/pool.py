"""The papers that suggestions are chosen from, with everything that all readers share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from broadsheet.editions import calendar
from broadsheet.search.library import Library
from broadsheet.store import candidates, editions, stream, vectors
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import Connection


@dataclass(frozen=True, slots=True)
class Printed:
    """How a paper stands in the edition of its day: its score, and why it rises where it does."""

    score: float
    rising: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates by key. Arrays have one place for each: `rows` are unit vectors, shape (n, d), zeros without one.

    `printed` has those that the editions of their days kept.
    """

    papers: tuple[Candidate, ...]
    keys: NDArray[np.int64]
    known: NDArray[np.bool_]
    rows: NDArray[np.float32]
    printed: dict[int, Printed]

    def __len__(self) -> int:
        return len(self.papers)


def listed_lately(library: Library, now: datetime, days: int) -> list[int]:
    """Return the papers listed on the last `days` days, this one included."""
    first = now.date() - timedelta(days=days - 1)
    with library.database.read() as connection:
        return [one.key for one in stream.placed(connection, first, now.date(), now)]


def gather(library: Library, keys: Collection[int], now: datetime) -> Pool:
    """Gather these papers, withdrawn ones left out, with what the editions until now say of them."""
    model = library.embedder.name if library.embedder else ""
    with library.database.read() as connection:
        found = candidates.of_papers(connection, keys)
        places = [one.key for one in found]
        known, rows = vectors.of_papers(connection, model, places)
        printed = _printed(connection, found, now)
    return Pool(tuple(found), np.array(places, dtype=np.int64), known, rows.astype(np.float32), printed)


def _printed(connection: Connection, found: Collection[Candidate], now: datetime) -> dict[int, Printed]:
    wanted, kept = {one.key for one in found}, dict[int, Printed]()
    for day in sorted({one.day for one in found}):
        edition = editions.get(connection, calendar.id_of("day", day))
        for item in edition.items if edition and edition.known_until <= now else ():
            if item.key in wanted:
                rising = next((part.reason for part in item.score.parts if part.name == "surge"), "")
                kept[item.key] = Printed(item.score.total, rising)
    return kept
