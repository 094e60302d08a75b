"""The engine within the process: tantivy for words, faiss for meaning."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from tantivy import Index, Occur, Order, Searcher
from tantivy import Query as Clause

from broadsheet.errors import IndexBroken
from broadsheet.model.names import title_key
from broadsheet.model.query import Constraint, FacetValue, Query, SystemIs
from broadsheet.search import dense
from broadsheet.search.engine import Ranked, Scored, Vector, Vocabulary
from broadsheet.search.index.analysis import INDEX_VERSION
from broadsheet.search.index.cited import cited, title_phrase
from broadsheet.search.index.clauses import Clauses, either, within
from broadsheet.search.index.documents import key_of
from broadsheet.search.index.folder import State, current_generation, read_state, state_stamp
from broadsheet.search.index.lexical import count_values, open_lexical, ranked, reload_lexical, total
from broadsheet.search.index.vocabulary import IndexVocabulary
from broadsheet.store import counters
from broadsheet.store.database import Database

log = logging.getLogger(__name__)

_REMEMBERED = 64  # constraints whose papers are kept as bitmaps, of 1 bit a vector
_EXACT_TITLES = 10
_QUERIES = 16  # whose clauses are kept
_OF_A_PART = 3  # papers whose titles have the words in a row: more, and they name none


Scoring = Callable[[Query], Clause | None]


@dataclass(frozen=True, slots=True)
class _Opened:
    """One state of one generation."""

    generation: Path
    stamp: int
    state: State
    index: Index
    searcher: Searcher
    clauses: Clauses
    scoring: Scoring


@dataclass(frozen=True, slots=True)
class _Vectors:
    """The model's vectors up to a change of the catalog."""

    index: dense.DenseIndex | None = None
    change: int = 0


class EmbeddedEngine:
    """Serves one index folder; empty until a generation is there.

    A damaged index, or one of another version, is IndexBroken at once; with `patient` set not before
    something is searched for, until a refresh finds that the index was made anew.
    """

    def __init__(self, folder: Path, model: str, *, patient: bool = False) -> None:
        self._folder = folder
        self._model = model
        self._patient = patient
        self._problem = ""
        self._refreshing = threading.Lock()
        self._remembered: OrderedDict[object, dense.Allowed] = OrderedDict()
        self._remembering = threading.Lock()
        self._opened: _Opened | None = None
        self._refresh_words()
        self._vectors = _load_vectors(self._opened.generation if self._opened else None, model)

    @property
    def paper_count(self) -> int:
        """How many papers can be searched by word."""
        return self._opened.searcher.num_docs if self._opened else 0

    @property
    def vector_count(self) -> int:
        """How many papers can be searched by meaning."""
        return len(self._vectors.index) if self._vectors.index is not None else 0

    @property
    def change(self) -> int:
        """The last change of the catalog that every search by word knows, 0 without an index."""
        return self._opened.state.change if self._opened else 0

    @property
    def is_whole(self) -> bool:
        """Whether the index has once contained all of the catalog: one that is missing or being made has not."""
        return self._opened is not None and self._opened.state.is_whole

    @property
    def state(self) -> Hashable:
        """A value that is the same as long as every search gives the same answer: results can be kept under it."""
        opened, vectors = self._opened, self._vectors
        words = (opened.generation, opened.stamp) if opened else None
        return words, vectors.change, vectors.index.version if vectors.index is not None else 0

    def lexical(self, query: Query, limit: int) -> Ranked:
        """Return papers that hold the constraints and contain a word that scores, by BM25."""
        opened = self._serving()
        if opened is None or (scoring := opened.scoring(query)) is None:
            return Ranked()
        return ranked(opened.searcher, _found_by_word(opened, query, scoring), limit)

    def lexical_scores(self, query: Query, keys: Sequence[int]) -> dict[int, float]:
        """Return the BM25 scores of those of these papers that contain a word that scores."""
        opened = self._serving()
        if opened is None or not keys or (scoring := opened.scoring(query)) is None:
            return {}
        found = ranked(opened.searcher, within(scoring, opened.clauses.keys(keys)), len(keys))
        return {hit.key: hit.score for hit in found.hits}

    def lexical_possible(self, query: Query) -> float:
        """Return the BM25 that the query's words could give at most, 0 where none of them is known."""
        opened = self._serving()
        return opened.clauses.possible(query, opened.searcher) if opened else 0.0

    def matching(self, query: Query, keys: Sequence[int]) -> list[Scored]:
        """Return those of these papers that hold the constraints and contain every free word, by BM25."""
        opened = self._serving()
        if opened is None or not keys:
            return []
        clauses = opened.clauses
        among = within(clauses.keys(keys), clauses.constraints(query.constraints))
        holding = within(clauses.every_word(query), among)
        scoring = opened.scoring(query)
        return list(ranked(opened.searcher, within(scoring, holding, optional=True), len(keys)).hits)

    def semantic(self, vector: Vector, constraints: Sequence[Constraint], limit: int) -> list[Scored]:
        """Return the papers nearest to a unit vector that hold the constraints, by cosine."""
        vectors = self._vectors.index
        if vectors is None:
            return []
        found = None
        while found is None:  # again, where the vectors changed in between
            found = vectors.search(vector, limit, self._allowed(vectors, tuple(constraints)) if constraints else None)
        return found

    def cosines(self, vector: Vector, keys: Sequence[int]) -> dict[int, float]:
        """Return the cosines to a unit vector of those of these papers that have a vector."""
        vectors = self._vectors.index
        if vectors is None or not keys or len(vector) != vectors.dimensions:
            return {}
        present, rows = vectors.rows(keys)
        return dict(zip(present.tolist(), (rows @ vector).tolist(), strict=True))

    def vectors(self, keys: Sequence[int]) -> Vector:
        """Return the vectors of those of these papers that have one, shape (n, d)."""
        vectors = self._vectors.index
        return np.empty((0, 0), dtype=np.float32) if vectors is None else vectors.rows(keys)[1]

    def vocabulary(self) -> Vocabulary | None:
        """The words that the index knows, None without an index."""
        opened = self._serving()
        return IndexVocabulary(opened.searcher, opened.index.schema) if opened else None

    def listed(self, query: Query, also: Sequence[int], *, oldest: bool, first: int, limit: int) -> Ranked:
        """Return papers by day: those that hold the constraints and contain every word, or are in `also`."""
        opened = self._serving()
        if opened is None:
            return Ranked()
        clauses = opened.clauses
        words = clauses.every_word(query)
        if words is not None and also:
            words = either(words, clauses.keys(also))
        clause = within(words, clauses.constraints(query.constraints))
        order = Order.Asc if oldest else Order.Desc
        found = opened.searcher.search(clause, limit, True, "order", first, order)
        return Ranked(tuple(Scored(key_of(value), 0.0) for value, _ in found.hits), total(found))

    def titled(self, query: Query) -> list[int]:
        """Return the papers whose title is what was typed, or else stands in it or has it in a row."""
        opened = self._serving()
        if opened is None:
            return []
        clauses, searcher = opened.clauses, opened.searcher
        holding = clauses.constraints(query.constraints)
        keys = {title_key(query.text): None, title_key(query.words): holding}
        exact = [within(clauses.title(key), held) for key, held in keys.items() if key]
        found = ranked(searcher, Clause.boolean_query([(Occur.Should, one) for one in exact]), _EXACT_TITLES)
        if not found.hits and (clause := cited(query.text, clauses.schema, searcher)):
            found = ranked(searcher, within(clause, holding), _EXACT_TITLES)
        if not found.hits and not query.by_text:
            found = self._with_part_of_title(opened, query.words, holding)
        return [hit.key for hit in found.hits]

    def _with_part_of_title(self, opened: _Opened, words: str, holding: Clause | None) -> Ranked:
        clause = title_phrase(words, opened.index.schema)
        found = ranked(opened.searcher, within(clause, holding), _OF_A_PART + 1) if clause else Ranked()
        return found if len(found.hits) <= _OF_A_PART else Ranked()

    def introducing(self, key: str, constraints: Sequence[Constraint], limit: int) -> list[int]:
        """Return the papers that introduce a system of this name and hold the constraints, earliest first."""
        opened = self._serving()
        if opened is None:
            return []
        clause = cast(Clause, opened.clauses.constraints((SystemIs(key), *constraints)))
        found = opened.searcher.search(clause, limit, False, "order", 0, Order.Asc)
        return [key_of(value) for value, _ in found.hits]

    def facets(self, query: Query, limit: int) -> dict[str, tuple[FacetValue, ...]]:
        """Count the values of every facet over the papers that `lexical` counts."""
        opened = self._serving()
        if opened is None:
            return {}
        scoring = opened.scoring(query)
        if scoring is None and query.scored:  # words that nothing can have
            return {}
        return count_values(opened.searcher, _found_by_word(opened, query, scoring), limit)

    def refresh(self, database: Database) -> bool:
        """Take up what the index on disk and the catalog's vectors have gained; tell whether anything changed."""
        with self._refreshing:
            return self._refresh_words() | self._refresh_vectors(database)

    def _refresh_words(self) -> bool:
        try:
            opened = _reopened(self._folder, self._opened)
        except IndexBroken as error:
            if not self._patient:
                raise
            # What was opened before goes on serving.
            if self._opened is None and self._problem != str(error):
                self._problem = str(error)
                log.warning("nothing can be found for now: %s", error)
            return False
        changed = opened is not self._opened
        self._opened, self._problem = opened, ""
        return changed

    def _serving(self) -> _Opened | None:
        if self._problem:
            raise IndexBroken(self._problem)
        return self._opened

    def _refresh_vectors(self, database: Database) -> bool:
        vectors = self._vectors
        with database.read() as connection:
            change = counters.last_change(connection)
            if change == vectors.change:
                return False
            before = (vectors.index, vectors.index.version if vectors.index is not None else 0)
            index = dense.catch_up(vectors.index, connection, self._model, vectors.change)
        self._vectors = _Vectors(index, change)
        return (index, index.version if index is not None else 0) != before

    def _allowed(self, vectors: dense.DenseIndex, constraints: tuple[Constraint, ...]) -> dense.Allowed:
        """The papers that hold the constraints; remembered while neither index changes."""
        opened = self._opened
        if opened is None:
            return vectors.allow(np.empty(0, dtype=np.int64))
        name = (opened.generation, opened.stamp, vectors.version, constraints)
        with self._remembering:
            if (known := self._remembered.get(name)) is not None:
                self._remembered.move_to_end(name)
                return known
        clause = cast(Clause, opened.clauses.constraints(constraints))
        found = opened.searcher.search(clause, max(1, opened.searcher.num_docs), False, "key")
        keys = np.fromiter((key for key, _ in found.hits), dtype=np.int64, count=len(found.hits))
        allowed = vectors.allow(keys)
        with self._remembering:
            self._remembered[name] = allowed
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return allowed


def _found_by_word(opened: _Opened, query: Query, scoring: Clause | None) -> Clause:
    return within(scoring, opened.clauses.constraints(query.constraints), optional=not query.has_free_words)


def _reopened(folder: Path, before: _Opened | None) -> _Opened | None:
    """What serves now: `before` itself if nothing changed, None if there is no index yet."""
    for last in (False, True):
        generation = current_generation(folder)
        try:
            if generation is None:
                return before
            if before is None or before.generation != generation:
                return _open(generation)
            return _reloaded(before)
        except IndexBroken:
            # Between the look at the pointer and the opening another process may have replaced the generation.
            if last or current_generation(folder) == generation:
                raise
    return before


def _reloaded(before: _Opened) -> _Opened:
    stamp = state_stamp(before.generation)
    if stamp == before.stamp:
        return before
    state, searcher = read_state(before.generation), reload_lexical(before.index)
    scoring = _scoring(before.clauses, searcher)
    return replace(before, stamp=stamp, state=state, searcher=searcher, scoring=scoring)


def _open(generation: Path) -> _Opened:
    state, stamp = read_state(generation), state_stamp(generation)
    if state.version != INDEX_VERSION:
        raise IndexBroken("The search index was made by another version; run `broadsheet index --rebuild`.")
    index = open_lexical(generation)
    searcher, clauses = index.searcher(), Clauses(index.schema)
    return _Opened(generation, stamp, state, index, searcher, clauses, _scoring(clauses, searcher))


def _scoring(clauses: Clauses, searcher: Searcher) -> Scoring:
    # A search asks for it several times, and it takes a look into the index for every word.
    return lru_cache(_QUERIES)(lambda query: clauses.scoring(query, searcher))


def _load_vectors(generation: Path | None, model: str) -> _Vectors:
    saved = dense.latest_saved(generation, model) if generation else None
    index = dense.load_or_none(saved)
    return _Vectors(index, saved.change) if saved and index is not None else _Vectors()
