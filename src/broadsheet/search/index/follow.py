"""Let the index of words follow the catalog, batch by batch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, IndexWriter

from broadsheet.model.facts import Reading
from broadsheet.model.paper import Paper
from broadsheet.search.index.documents import NOTHING_READ, document
from broadsheet.search.index.folder import advance_state, read_state
from broadsheet.search.index.lexical import open_lexical
from broadsheet.store import counters, papers, readings
from broadsheet.store.database import Database

Progress = Callable[[int, int], None]  # done, of how many

_BATCH = 2_000  # papers read at a time
_COMMIT = 40_000  # papers between two commits: about as many as fill _HEAP, so that each makes one segment
_HEAP = 100_000_000  # bytes that the writer may fill before it writes a segment
_THREADS = 1


@dataclass(frozen=True, slots=True)
class Followed:
    """How many papers were written into the index, and how many taken out that had gone into others."""

    indexed: int = 0
    removed: int = 0


def follow_words(database: Database, generation: Path, *, progress: Progress | None = None) -> Followed:
    """Bring the index up to the catalog."""
    change = read_state(generation).change
    with database.read() as connection:
        if counters.last_change(connection) == change:
            return Followed()
        total = papers.count_changed_after(connection, change)
    writer = _Writer(open_lexical(generation), generation)
    try:
        for batch in _batches(database, change):
            writer.take(batch)
            if progress:
                progress(min(writer.indexed, total), total)
        writer.commit()
    finally:
        writer.close()
    return Followed(writer.indexed, writer.removed)


@dataclass(frozen=True, slots=True)
class _Batch:
    changed: list[Paper]
    readings: dict[int, Reading]
    merged: list[int]
    change: int  # up to which the index then contains everything


def _batches(database: Database, change: int) -> Iterator[_Batch]:
    changed = True
    while changed:
        with database.read() as connection:
            # In this order: whatever becomes visible in between is later than `last`, and comes once more.
            last = counters.last_change(connection)
            found = papers.changed_after(connection, change, _BATCH)
            merged = papers.merged_after(connection, change)
            read = readings.of_papers(connection, [paper.key for paper in found])
        changed = bool(found)
        change = found[-1].change if found else last
        yield _Batch(found, read, merged, change)


class _Writer:
    """Writes batches into an index, committing now and then; says on disk how far it came after each commit."""

    def __init__(self, index: Index, generation: Path) -> None:
        self._writer: IndexWriter = index.writer(heap_size=_HEAP, num_threads=_THREADS)
        self._generation = generation
        self._uncommitted = 0
        self._change: int | None = None
        self._removed: set[int] = set()
        self.indexed = 0

    @property
    def removed(self) -> int:
        """How many papers were removed."""
        return len(self._removed)

    def take(self, batch: _Batch) -> None:
        """Write a batch."""
        for key in set(batch.merged) - self._removed:
            self._writer.delete_documents_by_term("key_text", str(key))
            self._removed.add(key)
        for paper in batch.changed:
            self._writer.delete_documents_by_term("key_text", str(paper.key))
        for paper in batch.changed:
            self._writer.add_document(document(paper, batch.readings.get(paper.key, NOTHING_READ)))
        self.indexed += len(batch.changed)
        self._uncommitted += len(batch.changed)
        self._change = batch.change
        if self._uncommitted >= _COMMIT:
            self.commit()

    def commit(self) -> None:
        """Keep what was written, then say how far the index came: a kill in between repeats papers and misses none."""
        if self._change is not None:
            self._writer.commit()
            advance_state(self._generation, self._change)
        self._uncommitted = 0
        self._change = None

    def close(self) -> None:
        """Wait for what goes on in the background, and let another writer in; what was not committed is dropped."""
        self._writer.wait_merging_threads()
