"""Vectors of papers, searched exactly: 8 bits a number, in memory, one file on disk."""

import hashlib
import logging
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from broadsheet.errors import IndexBroken
from broadsheet.search.engine import Scored, Vector
from broadsheet.store import papers
from broadsheet.store import vectors as stored
from broadsheet.store.database import Connection

log = logging.getLogger(__name__)

Keys = NDArray[np.int64]
Bitmap = NDArray[np.uint8]

# A number of a unit vector of d dimensions is about 1/sqrt(d). A byte spans six times that to both sides; what lies
# further out is cut off.
_SPREAD = 6.0
_VECTORS, _KEYS = "vectors.faiss", "keys.npy"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Papers that a search may find, as a bitmap over the places of one version of an index."""

    version: int
    bits: Bitmap


class DenseIndex:
    """The vectors of one model. Searches run side by side; a change waits for them and holds them up."""

    def __init__(self, dimensions: int, index: Any = None, keys: Keys | None = None) -> None:
        self._index = _empty(dimensions) if index is None else index
        self._keys: Keys = np.empty(0, dtype=np.int64) if keys is None else keys
        self._step = min(1.0, _SPREAD / dimensions**0.5) / 127
        self._gate = _Gate()
        self._order: Keys | None = None
        self.version = 0  # rises with every change

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def search(self, vector: Vector, limit: int, allowed: Allowed | None = None) -> list[Scored] | None:
        """Return the papers nearest to a unit vector by cosine, of those allowed where that is given.

        None where `allowed` is of another version of the index.
        """
        with self._gate.reading():
            if allowed is not None and allowed.version != self.version:
                return None
            wanted = min(limit, len(self._keys))
            if not wanted or len(vector) != self.dimensions:
                return []
            parameters = None
            if allowed is not None:
                # The stubs know the C++ signatures, not those that faiss puts over them.
                selector = faiss.IDSelectorBitmap(allowed.bits)  # type: ignore[call-arg,arg-type]
                parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            # Searches run side by side already. Sharing one out costs more, and its helpers spin when it is done. The
            # number belongs to the calling thread.
            faiss.omp_set_num_threads(1)
            scores, places = self._index.search(self._codes(vector).reshape(1, -1), wanted, params=parameters)
            found = places[0] >= 0
            keys, cosines = self._keys[places[0][found]], scores[0][found] * self._step**2
            return [Scored(key, score) for key, score in zip(keys.tolist(), cosines.tolist(), strict=True)]

    def rows(self, keys: Sequence[int]) -> tuple[Keys, Vector]:
        """Return those of these keys that have a vector, and their vectors, shape (n, d)."""
        with self._gate.reading():
            places = self._places(np.asarray(keys, dtype=np.int64))
            return self._keys[places], self._index.reconstruct_batch(places) * np.float32(self._step)

    def allow(self, keys: Keys) -> Allowed:
        """Allow a search to find the papers with these keys."""
        with self._gate.reading():
            member = np.zeros(len(self._keys), dtype=np.bool_)
            member[self._places(keys)] = True
            return Allowed(self.version, np.packbits(member, bitorder="little"))

    def put(self, keys: Keys, rows: Vector) -> None:
        """Add vectors (unit rows), in place of those that these papers had."""
        codes = self._codes(rows)
        with self._gate.changing():
            self._drop(keys)
            self._index.add(codes)
            self._keys = np.concatenate([self._keys, keys])
            self._changed()

    def remove(self, keys: Keys) -> None:
        """Remove the vectors of these papers."""
        with self._gate.changing():
            self._drop(keys)
            self._changed()

    def save(self, folder: Path) -> None:
        """Write the index as a new folder, which appears in one step."""
        beside = folder.with_name(f"part-{folder.name}")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        with self._gate.reading():
            faiss.write_index(self._index, str(beside / _VECTORS))
            np.save(beside / _KEYS, self._keys)
        beside.replace(folder)

    def _codes(self, rows: Vector) -> Vector:
        # The index compares bytes with bytes: what it is given must be whole numbers, of queries too.
        codes: Vector = np.clip(np.rint(rows / self._step), -128, 127).astype(np.float32)
        return codes

    def _drop(self, keys: Keys) -> None:
        places = self._places(keys)
        if len(places):
            self._index.remove_ids(faiss.IDSelectorBatch(places))
            self._keys = np.delete(self._keys, places)

    def _changed(self) -> None:
        self._order = None
        self.version += 1

    def _places(self, keys: Keys) -> Keys:
        """Where the vectors of those of these keys lie that have one."""
        if not len(self._keys):
            return np.empty(0, dtype=np.int64)
        order = self._order
        if order is None:
            order = self._order = np.argsort(self._keys, kind="stable")
        found = np.searchsorted(self._keys, keys, sorter=order)
        places: Keys = order[np.minimum(found, len(order) - 1)]
        present: Keys = places[self._keys[places] == keys]
        return present


@dataclass(frozen=True, slots=True)
class Saved:
    """A folder that `save` wrote, and the change of the catalog up to which it contains the vectors."""

    folder: Path
    change: int


def latest_saved(generation: Path, model: str) -> Saved | None:
    """Return the newest saved index of this model, None where there is none."""
    return max(all_saved(generation, model), key=lambda saved: saved.change, default=None)


def all_saved(generation: Path, model: str) -> list[Saved]:
    """Return every saved index of this model."""
    start = _prefix(model)
    found = []
    for folder in generation.glob(f"{start}*"):
        number = folder.name.removeprefix(start)
        if number.isdigit():
            found.append(Saved(folder, int(number)))
    return found


def save_as_of(dense: DenseIndex, generation: Path, model: str, change: int) -> None:
    """Save the index as containing the vectors up to `change`, in place of the earlier ones of this model."""
    folder = generation / f"{_prefix(model)}{change}"
    # One of the same change is there only if it was found damaged.
    shutil.rmtree(folder, ignore_errors=True)
    dense.save(folder)
    for saved in all_saved(generation, model):
        if saved.folder != folder:
            shutil.rmtree(saved.folder, ignore_errors=True)


def _prefix(model: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", model.lower()).strip("_")[-40:]
    return f"dense-{name}-{hashlib.blake2b(model.encode(), digest_size=4).hexdigest()}-"


def load(folder: Path) -> DenseIndex:
    """Read an index that `save` wrote; IndexBroken where it is damaged."""
    try:
        index = faiss.read_index(str(folder / _VECTORS))
        keys = np.load(folder / _KEYS)
    except (RuntimeError, OSError, ValueError, EOFError) as error:
        raise IndexBroken(f"The vectors in {folder} are damaged") from error
    if len(keys) != index.ntotal:
        raise IndexBroken(f"The vectors in {folder} do not fit together")
    return DenseIndex(index.d, index, keys)


def catch_up(dense: DenseIndex | None, connection: Connection, model: str, after: int) -> DenseIndex | None:
    """Take up the model's vectors, and forget the merged papers, of all changes later than `after`.

    Gives a new index where `dense` is None and there are vectors. Vectors of another
    length than those before are a model that was replaced under its name: they start anew.
    """
    for block in stored.changed_after(connection, model, after):
        if dense is None or dense.dimensions != block.rows.shape[1]:
            dense = DenseIndex(block.rows.shape[1])
        dense.put(block.keys, block.rows)
    if dense is not None and (merged := papers.merged_after(connection, after)):
        dense.remove(np.array(merged, dtype=np.int64))
    return dense


def load_or_none(saved: Saved | None) -> DenseIndex | None:
    """Read a saved index; None where there is none, or, with a warning, where it is damaged: the catalog has it all."""
    try:
        return load(saved.folder) if saved else None
    except IndexBroken as error:
        log.warning("vectors are read from the catalog instead: %s", error)
        return None


def count_saved(saved: Saved) -> int:
    """Return how many vectors a saved index has, without reading them; 0 where that cannot be told."""
    try:
        return len(np.load(saved.folder / _KEYS, mmap_mode="r"))
    except (OSError, ValueError, EOFError):
        return 0


def _empty(dimensions: int) -> Any:
    # Signed bytes that we scale ourselves: nothing to train, and twice as fast as the trained kinds.
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    return faiss.IndexScalarQuantizer(dimensions, kind, faiss.METRIC_INNER_PRODUCT)


class _Gate:
    """Lets many read or one change."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._readers = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._condition:
            self._readers += 1
        try:
            yield
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    @contextmanager
    def changing(self) -> Iterator[None]:
        with self._condition:
            self._condition.wait_for(lambda: not self._readers)
            yield
