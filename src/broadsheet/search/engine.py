"""What search asks of an engine: candidates by word and by meaning, under the same constraints."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from broadsheet.model.query import Constraint, FacetValue, Query
from broadsheet.store.database import Database

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scored:
    """A paper and its score in one list."""

    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first papers of a list, best first, and how many the whole list has."""

    hits: tuple[Scored, ...] = ()
    total: int = 0


class Vocabulary(Protocol):
    """The words that an index knows, each with the number of papers that have it.

    `folded` is in lower case and without accents.
    """

    @property
    def papers(self) -> int:
        """How many papers there are."""
        ...

    def stemmed(self, word: str) -> int:
        """How many papers have a word of the same stem."""
        ...

    def written(self, folded: str) -> int:
        """How many papers write the word like this."""
        ...

    def authors(self, folded: str) -> int:
        """How many papers have an author with this name, given or family."""
        ...

    def is_joined(self, word: str) -> bool:
        """Whether a paper has this as a compound, in one piece: `gpt4` for `GPT-4`."""
        ...

    def is_name(self, word: str) -> bool:
        """Whether this is a part of an author's name, or the name of a system or dataset."""
        ...

    def side_by_side(self, first: str, second: str) -> int:
        """How many papers have these words one after the other."""
        ...

    def beginning(self, prefix: str) -> list[tuple[str, int]]:
        """Return every word that begins like this, with the number of papers."""
        ...


class SearchEngine(Protocol):
    """An opened index. Safe to share between threads; a refresh may run beside searches."""

    def lexical(self, query: Query, limit: int) -> Ranked:
        """Return papers that hold the constraints and, where the query has free words, contain a word that scores.

        Best first by BM25.
        """
        ...

    def lexical_scores(self, query: Query, keys: Sequence[int]) -> dict[int, float]:
        """Return the BM25 scores of those of these papers that contain a word that scores."""
        ...

    def lexical_possible(self, query: Query) -> float:
        """Return the BM25 that the query's words could give at most, 0 where none of them is known."""
        ...

    def matching(self, query: Query, keys: Sequence[int]) -> list[Scored]:
        """Return those of these papers that hold the constraints and contain every free word, by BM25."""
        ...

    def semantic(self, vector: Vector, constraints: Sequence[Constraint], limit: int) -> list[Scored]:
        """Return the papers nearest to a unit vector that hold the constraints, by cosine."""
        ...

    def cosines(self, vector: Vector, keys: Sequence[int]) -> dict[int, float]:
        """Return the cosines to a unit vector of those of these papers that have a vector."""
        ...

    def vectors(self, keys: Sequence[int]) -> Vector:
        """Return the vectors of those of these papers that have one, shape (n, d)."""
        ...

    def vocabulary(self) -> Vocabulary | None:
        """The words that the index knows, None without an index."""
        ...

    def listed(self, query: Query, also: Sequence[int], *, oldest: bool, first: int, limit: int) -> Ranked:
        """Return papers by day, from place `first` on.

        They hold the constraints, and contain every word or are in `also`.
        """
        ...

    def titled(self, query: Query) -> list[int]:
        """Return the papers whose title is what was typed, or the query's words while they hold its constraints.

        Where there are none, those whose title stands in the text beside the name of an author, as in a reference;
        else those, at most three, whose titles have the words in a row. Titles are compared by `model.names.title_key`.
        """
        ...

    def introducing(self, key: str, constraints: Sequence[Constraint], limit: int) -> list[int]:
        """Return the papers that introduce a system of this name and hold the constraints, earliest first.

        Names are compared by `model.entities.entity_key`.
        """
        ...

    def facets(self, query: Query, limit: int) -> dict[str, tuple[FacetValue, ...]]:
        """Count the values of category, year, source, has, kind and dataset over the papers that `lexical` counts.

        Datasets are told by their keys.
        """
        ...

    @property
    def paper_count(self) -> int:
        """How many papers can be searched by word."""
        ...

    @property
    def vector_count(self) -> int:
        """How many papers can be searched by meaning."""
        ...

    @property
    def change(self) -> int:
        """The last change of the catalog that every search by word knows, 0 without an index."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether the index has once contained all of the catalog: one that is missing or being made has not."""
        ...

    @property
    def state(self) -> Hashable:
        """A value that is the same as long as every search gives the same answer: results can be kept under it."""
        ...

    def refresh(self, database: Database) -> bool:
        """Take up what the index on disk and the catalog's vectors have gained; tell whether anything changed."""
        ...
