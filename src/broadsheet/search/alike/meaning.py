"""How near papers are in meaning, by their vectors as they are and evened out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from broadsheet.search.alike.evening import Evening, evening_of
from broadsheet.search.engine import Vector
from broadsheet.search.library import Library

_SAMPLE = 4_000  # papers that the evening is learned from


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of those papers that have a vector: cosines to the middle of the given ones, and the vectors, by key."""

    cosines: dict[int, float] = field(default_factory=dict)
    evened_cosines: dict[int, float] = field(default_factory=dict)
    rows: dict[int, Vector] = field(default_factory=dict)
    evened_rows: dict[int, Vector] = field(default_factory=dict)


def middle_of(library: Library, keys: Sequence[int]) -> Vector | None:
    """Return the unit vector of the mean of these papers' vectors, None where none has one."""
    rows = library.engine.vectors(keys)
    if not rows.any():
        return None
    middle = rows.mean(axis=0)
    unit: Vector = (middle / max(float(np.linalg.norm(middle)), 1e-9)).astype(np.float32)
    return unit


def compare(library: Library, middle: Vector | None, keys: Sequence[int]) -> Meaning:
    """Compare papers with the middle of the given ones."""
    if middle is None or not keys:
        return Meaning()
    cosines, rows = _read(library, middle, keys)
    if not cosines:
        return Meaning()
    *evened, own = _evening(library).apply(np.concatenate([rows, middle[None]]))
    near = [float(row @ own) for row in evened]
    return Meaning(
        cosines,
        dict(zip(cosines, near, strict=True)),
        dict(zip(cosines, rows, strict=True)),
        dict(zip(cosines, evened, strict=True)),
    )


def _read(library: Library, middle: Vector, keys: Sequence[int]) -> tuple[dict[int, float], Vector]:
    while True:  # again, where the vectors changed in between
        cosines = library.engine.cosines(middle, keys)
        rows = library.engine.vectors(list(cosines))
        if len(rows) == len(cosines):
            return cosines, rows


def _evening(library: Library) -> Evening:
    """Learn the evening from an even sample of the papers that came first.

    How many those are is a power of two: the evening changes when the library has doubled, and is the same after every
    start.
    """
    name = library.embedder.name if library.embedder else ""
    first = 1 << (library.engine.vector_count.bit_length() - 1)

    def learn() -> Evening:
        keys = np.unique(np.linspace(1, first, min(_SAMPLE, first)).astype(np.int64))
        return evening_of(library.engine.vectors(keys.tolist()))

    evening: Evening = library.kept.get(("evening", name, first), learn)
    return evening
