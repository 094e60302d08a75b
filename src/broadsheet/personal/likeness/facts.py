"""What papers are compared by: their terms, their vectors, their categories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.likeness.terms import Terms, read_terms
from broadsheet.search.engine import Vector
from broadsheet.store import stream, vectors
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import Connection


@dataclass(frozen=True, slots=True)
class Facts:
    """One place for each paper, in all four. `rows` are unit vectors, shape (n, d), zeros where there is none."""

    keys: NDArray[np.int64]
    terms: tuple[Terms, ...]
    rows: Vector
    categories: tuple[frozenset[str], ...]

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, places: Sequence[int] | NDArray[np.int64]) -> "Facts":
        """Return the facts of the papers at these places."""
        chosen = np.asarray(places, dtype=np.int64)
        return Facts(
            self.keys[chosen],
            tuple(self.terms[place] for place in chosen),
            self.rows[chosen],
            tuple(self.categories[place] for place in chosen),
        )


def read_facts(connection: Connection, model: str, papers: Sequence[Candidate]) -> Facts:
    """Read what these papers are compared by."""
    keys = [one.key for one in papers]
    return facts_of(papers, read_rows(connection, model, keys), read_texts(connection, keys))


def facts_of(papers: Sequence[Candidate], rows: Vector, texts: Mapping[int, str]) -> Facts:
    """Return what papers are compared by, given their vectors, shape (n, d), and their texts by key."""
    return Facts(
        np.array([one.key for one in papers], dtype=np.int64),
        tuple(read_terms(texts.get(one.key, one.title)) for one in papers),
        rows,
        tuple(frozenset(one.categories) for one in papers),
    )


def read_rows(connection: Connection, model: str, keys: Sequence[int]) -> Vector:
    """Return vectors in the order of the keys, zeros for those without one; what is no number counts as none."""
    _, stored = vectors.of_papers(connection, model, keys)
    rows = stored.astype(np.float32)
    rows[~np.isfinite(rows).all(axis=1)] = 0
    return rows


def read_texts(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """Return title and abstract of those of these papers that there are, by key."""
    return {key: f"{title}\n{text}" for key, title, text in stream.texts(connection, keys)}
