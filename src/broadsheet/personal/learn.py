"""What a reader's marks teach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from broadsheet.model.names import title_key
from broadsheet.personal.likeness.facts import Facts, read_facts
from broadsheet.personal.pool import model_of
from broadsheet.search.library import Library
from broadsheet.store import candidates, marks
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import Connection
from broadsheet.store.marks import Mark

# Of several marks for a paper the one that says most counts; any mark against it outweighs them.
_FOR = {"vote": 1.0, "save": 1.0, "up": 1.0, "example": 1.0, "opened": 0.3}
_AGAINST = {"down": 1.0, "uninterested": 1.0}
MOST = 1_000  # of the latest examples that are learned from


@dataclass(frozen=True, slots=True)
class Example:
    """A paper that a reader judged: a `weight` above 0 for it, below 0 against it. `marks` are the kinds that hold."""

    paper: Candidate
    weight: float
    marks: frozenset[str]
    made: datetime


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of a reader; `facts` has one place for each example.

    `done`: papers that are not suggested any more, whether or not they teach anything; `titles` are theirs
    (`model.names.title_key`), so that no copy of them is either.
    """

    reader: str
    examples: tuple[Example, ...]
    facts: Facts
    done: frozenset[int]
    titles: frozenset[str]

    @property
    def weights(self) -> NDArray[np.float64]:
        """The weights of the examples, shape (n,)."""
        return np.array([one.weight for one in self.examples], dtype=np.float64)


def learn(library: Library, reader: str) -> Taste:
    """Learn from a reader's marks."""
    return learn_all(library, [reader])[reader]


def learn_all(library: Library, readers: Iterable[str]) -> dict[str, Taste]:
    """Learn for many readers; what several of them marked is read once."""
    with library.database.read() as connection:
        held = {reader: _by_paper(marks.of_reader(connection, reader)) for reader in readers}
        known = {
            one.key: one for one in candidates.of_papers(connection, {key for every in held.values() for key in every})
        }
        examples = {reader: _examples(every, known) for reader, every in held.items()}
        facts = _facts(connection, model_of(library), [one.paper for every in examples.values() for one in every])
    return {reader: _taste(reader, held[reader], known, examples[reader], facts) for reader in held}


@dataclass(frozen=True, slots=True)
class _Facts:
    every: Facts
    place: Mapping[int, int]


def _facts(connection: Connection, model: str, papers: Sequence[Candidate]) -> _Facts:
    each = {one.key: one for one in papers}
    every = read_facts(connection, model, list(each.values()))
    return _Facts(every, {key: place for place, key in enumerate(each)})


def _taste(
    reader: str,
    held: Mapping[int, Sequence[Mark]],
    known: Mapping[int, Candidate],
    examples: tuple[Example, ...],
    facts: _Facts,
) -> Taste:
    done = frozenset(key for key, every in held.items() if {mark.kind for mark in every} != {"opened"})
    titles = frozenset(title_key(known[key].title) for key in done if key in known)
    own = facts.every.only(np.array([facts.place[one.paper.key] for one in examples], dtype=np.int64))
    return Taste(reader, examples, own, done, titles)


def _by_paper(every: Iterable[Mark]) -> dict[int, list[Mark]]:
    held: dict[int, list[Mark]] = {}
    for mark in every:
        held.setdefault(mark.paper_key, []).append(mark)
    return held


def _examples(held: Mapping[int, Sequence[Mark]], known: Mapping[int, Candidate]) -> tuple[Example, ...]:
    examples = []
    for key, every in held.items():
        kinds = frozenset(mark.kind for mark in every)
        weight = _weight(kinds)
        if weight and key in known:
            examples.append(Example(known[key], weight, kinds, max(mark.made for mark in every)))
    examples.sort(key=lambda one: (one.made, one.paper.key))
    return tuple(examples[-MOST:])


def _weight(kinds: frozenset[str]) -> float:
    """Return what marks on one paper teach together; hidden is no judgement."""
    against = max((_AGAINST.get(kind, 0.0) for kind in kinds), default=0.0)
    return -against if against else max((_FOR.get(kind, 0.0) for kind in kinds), default=0.0)
