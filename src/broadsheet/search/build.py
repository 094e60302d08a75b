"""Make the index follow the catalog: words of papers, and vectors of their texts."""

import errno
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broadsheet.embed.base import Embedder, Vectors
from broadsheet.errors import IndexBroken, StoreError, StoreFull
from broadsheet.model.paper import Paper
from broadsheet.search import dense
from broadsheet.search.index import folder as layout
from broadsheet.search.index.analysis import INDEX_VERSION
from broadsheet.search.index.follow import Progress, follow_words
from broadsheet.search.index.lexical import make_lexical, open_lexical
from broadsheet.store import counters, papers, vectors
from broadsheet.store.database import Connection, Database
from broadsheet.store.vectors import Pending

_CHUNK = 256  # texts embedded and saved at a time
_PORTION = 50_000  # papers whose lengths are held in memory at a time
_SEGMENT = 100_000_000  # bytes on disk that a write may need at once


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    indexed: int = 0  # papers written into the index
    removed: int = 0  # papers that had gone into others
    vectors: int = 0  # that the saved index contains
    rebuilt: bool = False  # made anew
    busy: bool = False  # another process was writing: nothing was done


def catch_up(
    database: Database, folder: Path, model: str, *, progress: Progress | None = None, wait: bool = True
) -> Built:
    """Add to the index what the catalog has and the index has not.

    An index that is missing, damaged or of another version is made anew. Killed at
    any point and run again, the end is the same. Where another process writes the
    index, waits for it, or with `wait` off returns at once with `busy` set.
    """
    with _writing(folder, wait) as held:
        if not held:
            return Built(busy=True)
        generation = _usable(folder)
        if generation is None:
            return _build_anew(database, folder, model, progress)
        layout.sweep(folder, generation)
        return _follow(database, generation, model, progress)


def rebuild(database: Database, folder: Path, model: str, *, progress: Progress | None = None) -> Built:
    """Make a new index beside the one that serves, then let it serve. Killed, the old one goes on serving."""
    with _writing(folder, True):
        return _build_anew(database, folder, model, progress)


def take_over_vectors(database: Database, model: str, continued: Sequence[str]) -> int:
    """Let vectors of models that this one continues serve until it has made its own; return how many do from now on."""
    with database.read() as connection:
        if not continued or not vectors.has_model(connection, continued):
            return 0
    with database.write() as connection:
        return sum(vectors.take_over(connection, model, earlier) for earlier in continued)


def embed_pending(
    database: Database,
    embedder: Embedder,
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """Embed every paper that the model has no current vector of; return how many were.

    What came last goes first, in portions that are sorted by length, longest first, so that a batch
    has many of one length. Each chunk is kept as soon as it is done, and `stop` is asked between chunks.
    """
    with database.read() as connection:
        total = papers.count(connection) - vectors.count(connection, embedder.name) if progress else 0
    done = 0
    # A second thread keeps the last chunk while the next is embedded.
    with ThreadPoolExecutor(1) as aside:
        while backlog := _portion(database, embedder.name):
            keeping, halted = aside.submit(int), False
            for start in range(0, len(backlog), _CHUNK):
                if halted := stop is not None and stop():
                    break
                chunk = _read(database, [one.key for one in backlog[start : start + _CHUNK]])
                rows = embedder.embed([paper.text for paper in chunk])
                done += keeping.result()
                if progress and done:
                    progress(done, max(total, done))
                keeping = aside.submit(_keep, database, embedder.name, chunk, rows)
            done += keeping.result()
            if progress:
                progress(done, max(total, done))
            if halted:
                break
    return done


def _portion(database: Database, model: str) -> list[Pending]:
    with database.read() as connection:
        return sorted(vectors.pending(connection, model, _PORTION), key=lambda one: (-one.length, one.key))


def _read(database: Database, keys: Sequence[int]) -> list[Paper]:
    with database.read() as connection:
        return papers.get(connection, keys)


def _keep(database: Database, model: str, chunk: Sequence[Paper], rows: Vectors) -> int:
    if chunk:
        digests = [papers.text_digest(paper) for paper in chunk]
        with database.write() as connection:
            vectors.save(connection, model, [paper.key for paper in chunk], digests, rows)
    return len(chunk)


@contextmanager
def _writing(folder: Path, wait: bool) -> Iterator[bool]:
    try:
        with layout.writing(folder, wait=wait) as held:
            yield held
    except (OSError, ValueError, RuntimeError) as error:
        if _is_full(folder, error):
            raise StoreFull(
                f"The disk that holds {folder} is full. Make room and run `broadsheet index`; no paper is lost."
            ) from error
        if isinstance(error, OSError):
            raise StoreError(f"The search index in {folder} cannot be written: {error}.") from error
        raise


def _is_full(folder: Path, error: Exception) -> bool:
    """Whether the error comes of a full disk: tantivy and faiss only say that a write failed, and remove their part."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return shutil.disk_usage(folder).free < _SEGMENT


def _usable(folder: Path) -> Path | None:
    """The generation that serves, None where it has to be made anew."""
    try:
        generation = layout.current_generation(folder)
        if generation is None or layout.read_state(generation).version != INDEX_VERSION:
            return None
        open_lexical(generation)
    except IndexBroken:
        return None
    return generation


def _build_anew(database: Database, folder: Path, model: str, progress: Progress | None) -> Built:
    serving = _serving(folder)
    layout.sweep(folder, serving)
    generation = layout.new_generation(folder)
    make_lexical(generation)
    with database.read() as connection:
        layout.write_state(generation, 0, begun_at=counters.last_change(connection))
    if serving is None:
        # Nothing serves: let papers be found as they come in, and a killed build go on where it was.
        layout.serve_generation(generation)
    built = _follow(database, generation, model, progress)
    layout.serve_generation(generation)
    layout.sweep(folder, generation)
    return Built(built.indexed, built.removed, built.vectors, rebuilt=True)


def _serving(folder: Path) -> Path | None:
    try:
        return layout.current_generation(folder)
    except IndexBroken:
        return None


def _follow(database: Database, generation: Path, model: str, progress: Progress | None) -> Built:
    followed = follow_words(database, generation, progress=progress)
    return Built(followed.indexed, followed.removed, _follow_vectors(database, generation, model))


def _follow_vectors(database: Database, generation: Path, model: str) -> int:
    saved = dense.latest_saved(generation, model)
    with database.read() as connection:
        if saved is not None and (count := dense.count_saved(saved)) and not _is_behind(connection, model, saved):
            return count
        last = counters.last_change(connection)
        index = dense.load_or_none(saved)
        index = dense.catch_up(index, connection, model, saved.change if saved and index is not None else 0)
    if index is None:
        return 0
    dense.save_as_of(index, generation, model, last)
    return len(index)


def _is_behind(connection: Connection, model: str, saved: dense.Saved) -> bool:
    newer = vectors.changed_after(connection, model, saved.change, block=1)
    return next(newer, None) is not None or bool(papers.merged_after(connection, saved.change))
