"""The papers that suggestions are chosen from, with everything that all readers share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from broadsheet.editions import calendar
from broadsheet.lib.later import Later
from broadsheet.model.edition import Item
from broadsheet.personal.likeness.background import Background, take_background
from broadsheet.personal.likeness.compare import Field, prepare
from broadsheet.personal.likeness.facts import facts_of, read_texts
from broadsheet.search.library import Library
from broadsheet.store import candidates, editions, stream, vectors
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import Connection

# What is worth telling: so many new papers among a paper's nearest, and so many times what was to be expected.
_RISING, _TIMES = 4, 2.0


@dataclass(frozen=True, slots=True)
class Printed:
    """How a paper stands in the edition of its day: its score, and why it rises where it does."""

    score: float
    rising: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates by key. Arrays have one place for each: `rows` are unit vectors, shape (n, d), zeros without one.

    `printed` has those that the editions of their days kept. `field` is made when the first reader's taste is compared
    with the candidates.
    """

    papers: tuple[Candidate, ...]
    keys: NDArray[np.int64]
    known: NDArray[np.bool_]
    rows: NDArray[np.float32]
    printed: dict[int, Printed]
    field: Later[Field]

    def __len__(self) -> int:
        return len(self.papers)


def listed_lately(library: Library, now: datetime, days: int) -> list[int]:
    """Return the papers listed on the last `days` days, this one included."""
    first = now.date() - timedelta(days=days - 1)
    with library.database.read() as connection:
        return [one.key for one in stream.placed(connection, first, now.date(), now)]


def gather(library: Library, keys: Collection[int], now: datetime) -> Pool:
    """Gather these papers, withdrawn ones left out, with what the editions until now say of them."""
    with library.database.read() as connection:
        found = candidates.of_papers(connection, keys)
        places = [one.key for one in found]
        known, stored = vectors.of_papers(connection, model_of(library), places)
        printed = _printed(connection, found, now)
    rows = stored.astype(np.float32)
    known &= np.isfinite(rows).all(axis=1)
    rows[~known] = 0
    papers = tuple(found)
    field = Later(lambda: _field(library, papers, rows))
    return Pool(papers, np.array(places, dtype=np.int64), known, rows, printed, field)


def narrowed(library: Library, pool: Pool, places: Sequence[int]) -> Pool:
    """Return the pool of the papers at some places."""
    at = np.asarray(sorted(places), dtype=np.int64)
    papers, rows = tuple(pool.papers[place] for place in at), pool.rows[at]
    field = Later(lambda: _field(library, papers, rows))
    return replace(pool, papers=papers, keys=pool.keys[at], known=pool.known[at], rows=rows, field=field)


def model_of(library: Library) -> str:
    """The name of the model whose vectors are compared, empty where there is none."""
    return library.embedder.name if library.embedder else ""


def _field(library: Library, papers: Sequence[Candidate], rows: NDArray[np.float32]) -> Field:
    """Make candidates ready to be compared; who asks for the same ones a moment later gets what was made."""
    last = max((one.day for one in papers), default=date.max)
    keys = [one.key for one in papers]

    def make() -> Field:
        background = _background(library, last)
        with library.database.read() as connection:
            texts = read_texts(connection, keys)
        return prepare(background, background.weigh(facts_of(papers, rows, texts)), texts)

    vectors_there = blake2b(np.ascontiguousarray(rows).tobytes(), digest_size=16).digest()
    field: Field = library.kept.get(("field", model_of(library), last, tuple(keys), vectors_there), make)
    return field


def _background(library: Library, last: date) -> Background:
    """What is usual changes slowly: it is counted once a day of papers."""

    def take() -> Background:
        with library.database.read() as connection:
            return take_background(connection, model_of(library), last)

    background: Background = library.kept.get(("background", model_of(library), last), take)
    return background


def _printed(connection: Connection, found: Collection[Candidate], now: datetime) -> dict[int, Printed]:
    wanted, kept = {one.key for one in found}, dict[int, Printed]()
    for day in sorted({one.day for one in found}):
        edition = editions.get(connection, calendar.id_of("day", day))
        for item in edition.items if edition and edition.known_until <= now else ():
            if item.key in wanted:
                kept[item.key] = Printed(item.score.total, _rising(item))
    return kept


def _rising(item: Item) -> str:
    """Return why a paper rises, where more than a paper or two say so."""
    evidence = item.evidence
    if evidence.rising < _RISING or evidence.rising < _TIMES * evidence.expected_rising:
        return ""
    return next((part.reason for part in item.score.parts if part.name == "surge"), "")
