"""What is usual in the library: an even sample of its papers, against which likeness is measured."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.likeness.facts import Facts, read_facts
from broadsheet.personal.likeness.terms import NUMBERS, Terms
from broadsheet.search.alike.evening import Evening, evening_of
from broadsheet.store import candidates
from broadsheet.store.database import Connection

SAMPLE = 4_000  # papers that frequencies, middle and spread are counted over
OTHERS = 500  # of them that stand for all that a reader did not choose
_LATEST = 40_000  # papers that the sample is taken from
_RARITY = 1.3  # exponent of the inverse document frequency
_FREQUENT = 0.2  # share of the papers from which on a term tells nothing
_LENGTH_FROM = 3  # papers that have a term which counts for a text's length
_ENOUGH = 1_000  # papers that can tell which terms are frequent, and which are rare


@dataclass(frozen=True, slots=True)
class Background:
    """The sample, and what is counted over it.

    `frequency`: how many of its papers have a term, by the term's number; `rarity`: what a term weighs, by its
    frequency; terms of at least the frequency `counted` count for a text's length. `evening` evens vectors
    out. `sample` are its papers, weighed as `weigh` does it.
    """

    frequency: NDArray[np.uint16]
    rarity: NDArray[np.float32]
    counted: int
    evening: Evening
    sample: Facts

    @property
    def others(self) -> NDArray[np.int64]:
        """The places in the sample of the papers that stand for all that a reader did not choose."""
        return np.arange(0, len(self.sample), max(1, -(-len(self.sample) // OTHERS)))

    def share(self, number: int) -> float:
        """Return the share of the sample that has a term."""
        return float(self.frequency[number]) / max(len(self.sample), 1)

    def weigh(self, facts: Facts) -> Facts:
        """Return facts as they are compared: terms weighed by how rare they are, vectors evened out.

        Terms and vectors have a length of about 1 again.
        """
        terms = tuple(map(self.weigh_terms, facts.terms))
        return replace(facts, terms=terms, rows=self.evening.apply(facts.rows))

    def weigh_terms(self, terms: Terms) -> Terms:
        """Return the terms of one text weighed by how rare they are."""
        frequency = self.frequency[terms.numbers]
        weights = terms.weights * self.rarity[frequency]
        # Pairs of words that no other paper has would make every long text unlike all others.
        length = float(np.sqrt((weights[frequency >= self.counted] ** 2).sum()))
        return Terms(terms.numbers, weights / np.float32(max(length, 1.0)))


def take_background(connection: Connection, model: str, last: date) -> Background:
    """Take the sample from the latest papers listed up to a day."""
    keys = candidates.listed_until(connection, last, _LATEST)
    found = candidates.of_papers(connection, keys[:: max(1, -(-len(keys) // SAMPLE))])
    return background_of(read_facts(connection, model, found))


def background_of(facts: Facts) -> Background:
    """Count what is usual among some papers, at most 65,535."""
    size = len(facts)
    frequency = np.zeros(NUMBERS, dtype=np.uint16)
    for one in facts.terms:
        frequency[one.numbers] += 1  # each number stands once in the terms of a paper
    rarity = np.log((size + 1) / (np.arange(size + 1) + 1)) ** _RARITY
    if size >= _ENOUGH:
        rarity[int(_FREQUENT * size) + 1 :] = 0
    raw = Background(
        frequency=frequency,
        rarity=rarity.astype(np.float32),
        counted=_LENGTH_FROM if size >= _ENOUGH else 0,
        evening=evening_of(facts.rows[facts.rows.any(axis=1)]),
        sample=facts,
    )
    return replace(raw, sample=raw.weigh(facts))
