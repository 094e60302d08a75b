"""What a reader's marks teach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from broadsheet.search.library import Library
from broadsheet.store import candidates, marks, vectors
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import Connection
from broadsheet.store.marks import Mark

_FOR = {"vote": 1.0, "save": 1.0, "up": 1.0, "example": 1.0, "opened": 0.3}
_AGAINST = {"down": 1.0, "uninterested": 1.0}


@dataclass(frozen=True, slots=True)
class Example:
    """A paper that a reader judged: a `weight` above 0 for it, below 0 against it. `marks` are the kinds that hold."""

    paper: Candidate
    weight: float
    marks: frozenset[str]
    made: datetime


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of a reader. `rows` are the examples' vectors, shape (n, d), zeros where there is none.

    `done`: papers that are not suggested any more, whether or not they teach anything.
    """

    reader: str
    examples: tuple[Example, ...]
    rows: NDArray[np.float32]
    done: frozenset[int]


def learn(library: Library, reader: str) -> Taste:
    """Learn from a reader's marks."""
    with library.database.read() as connection:
        return _learn(connection, library.embedder.name if library.embedder else "", reader)


def learn_all(library: Library, readers: Iterable[str]) -> dict[str, Taste]:
    """Learn for many readers."""
    with library.database.read() as connection:
        return {one: _learn(connection, library.embedder.name if library.embedder else "", one) for one in readers}


def _learn(connection: Connection, model: str, reader: str) -> Taste:
    held: dict[int, list[Mark]] = {}
    for mark in marks.of_reader(connection, reader):
        held.setdefault(mark.paper_key, []).append(mark)
    weights = {key: _weight({mark.kind for mark in every}) for key, every in held.items()}
    judged = [one for one in candidates.of_papers(connection, held) if weights[one.key]]
    examples = tuple(
        Example(
            one,
            weights[one.key],
            frozenset(mark.kind for mark in held[one.key]),
            max(mark.made for mark in held[one.key]),
        )
        for one in judged
    )
    _, rows = vectors.of_papers(connection, model, [one.key for one in judged])
    done = frozenset(key for key, every in held.items() if {mark.kind for mark in every} != {"opened"})
    return Taste(reader, examples, rows.astype(np.float32), done)


def _weight(kinds: set[str]) -> float:
    against = max((_AGAINST.get(kind, 0.0) for kind in kinds), default=0.0)
    return -against if against else max((_FOR.get(kind, 0.0) for kind in kinds), default=0.0)
