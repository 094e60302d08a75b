"""What is usual in the library: an even sample of its papers, against which likeness is measured."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.likeness.facts import Facts, read_facts
from broadsheet.personal.likeness.terms import Terms
from broadsheet.search.engine import Vector
from broadsheet.store import candidates
from broadsheet.store.database import Connection

SAMPLE = 4_000  # papers that frequencies, middle and spread are counted over
OTHERS = 500  # of them that stand for all that a reader did not choose
_LATEST = 40_000  # papers that the sample is taken from
_RARITY = 1.3  # exponent of the inverse document frequency
_FREQUENT = 0.2  # share of the papers from which on a term tells nothing
_LENGTH_FROM = 3  # papers that have a term which counts for a text's length
_ENOUGH = 1_000  # papers that can tell which terms are frequent, and which are rare
_FEW = 50  # papers whose middle is half believed
_TURN = 0.25  # exponent by which the spread of each direction is evened out: half of whitening


@dataclass(frozen=True, slots=True)
class Background:
    """The sample. `rarity` is the weight of each term of `numbers`, which rise, and `unknown` that of all others.

    `counted` tells which terms count for a text's length. `middle`, shape (d,), and `turn`, shape (d, d), even vectors
    out. `sample` are its papers, `weighed` their terms and `evened` their vectors so; each `step`th stands for all that
    a reader did not choose.
    """

    numbers: NDArray[np.int32]
    rarity: NDArray[np.float32]
    frequency: NDArray[np.int64]
    counted: NDArray[np.bool_]
    unknown: float
    middle: Vector
    turn: Vector
    sample: Facts
    weighed: tuple[Terms, ...]
    evened: Vector
    step: int

    @property
    def others(self) -> NDArray[np.int64]:
        """The places of the papers that stand for all that a reader did not choose."""
        return np.arange(0, len(self.sample), self.step)

    def share(self, number: int) -> float:
        """Return the share of the sample that has a term."""
        at = int(np.searchsorted(self.numbers, number))
        found = at < len(self.numbers) and int(self.numbers[at]) == number
        return float(self.frequency[at]) / max(len(self.sample), 1) if found else 0.0

    def weigh(self, terms: Terms) -> Terms:
        """Return terms weighed by how rare they are, as a vector of about unit length."""
        return _weighed(terms, self.numbers, self.rarity, self.counted, self.unknown)

    def even(self, rows: Vector) -> Vector:
        """Return vectors, shape (n, d), with the middle taken away and the spread evened out, of unit length again."""
        return _evened(rows, self.middle, self.turn)


def take_background(connection: Connection, model: str, last: date) -> Background:
    """Take the sample from the latest papers listed up to a day."""
    keys = candidates.listed_until(connection, last, _LATEST)
    found = candidates.of_papers(connection, keys[:: max(1, -(-len(keys) // SAMPLE))])
    return background_of(read_facts(connection, model, found))


def background_of(facts: Facts) -> Background:
    """Count what is usual among some papers."""
    numbers, frequency = _frequencies(facts)
    size = len(facts)
    rarity = np.log((size + 1) / (frequency + 1)) ** _RARITY
    if size >= _ENOUGH:
        rarity[frequency > _FREQUENT * size] = 0
    counted = frequency >= (_LENGTH_FROM if size >= _ENOUGH else 0)
    unknown = float(np.log(size + 1) ** _RARITY)
    middle, turn = _spread(facts.rows[facts.rows.any(axis=1)])
    return Background(
        numbers=numbers,
        rarity=rarity.astype(np.float32),
        frequency=frequency,
        counted=counted,
        unknown=unknown,
        middle=middle,
        turn=turn,
        sample=facts,
        weighed=tuple(_weighed(one, numbers, rarity, counted, unknown) for one in facts.terms),
        evened=_evened(facts.rows, middle, turn),
        step=max(1, -(-size // OTHERS)),
    )


def _weighed(
    terms: Terms, numbers: NDArray[np.int32], rarity: NDArray[Any], counted: NDArray[np.bool_], unknown: float
) -> Terms:
    if not len(numbers) or not len(terms.numbers):
        return Terms(terms.numbers, np.zeros(len(terms.numbers), dtype=np.float32))
    at = np.minimum(np.searchsorted(numbers, terms.numbers), len(numbers) - 1)
    there = numbers[at] == terms.numbers
    weights = terms.weights * np.where(there, rarity[at], unknown)
    # Pairs of words that no other paper has would make every long text unlike all others.
    length = float(np.sqrt((weights[there & counted[at]] ** 2).sum()))
    return Terms(terms.numbers, (weights / max(length, 1.0)).astype(np.float32))


def _evened(rows: Vector, middle: Vector, turn: Vector) -> Vector:
    if not rows.shape[1] or rows.shape[1] != len(middle):
        return np.zeros((len(rows), len(middle)), dtype=np.float32)
    turned = (rows - middle) @ turn
    turned[~rows.any(axis=1)] = 0
    length = np.linalg.norm(turned, axis=1, keepdims=True)
    evened: Vector = (turned / np.maximum(length, 1e-9)).astype(np.float32)
    return evened


def _frequencies(facts: Facts) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    every = [one.numbers for one in facts.terms] or [np.empty(0, dtype=np.int32)]
    return np.unique(np.concatenate(every), return_counts=True)


def _spread(rows: Vector) -> tuple[Vector, Vector]:
    """Return the middle of vectors and the matrix that evens them out; few papers are hardly believed."""
    size, dimensions = rows.shape
    if not size or not dimensions:
        return np.zeros(dimensions, dtype=np.float32), np.eye(dimensions, dtype=np.float32)
    middle = rows.mean(axis=0) * (size / (size + _FEW))
    spread = (rows - middle).T.astype(np.float64) @ (rows - middle) / size
    values, directions = np.linalg.eigh(spread)
    believed = size / (size + 2 * dimensions)
    values = believed * np.maximum(values, 0) + (1 - believed) * values.mean() + 1e-5
    return middle.astype(np.float32), (directions * values**-_TURN).astype(np.float32)
