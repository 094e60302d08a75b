"""How alike candidates and examples are, by terms, by vectors and by categories, as matrices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.likeness.background import Background
from broadsheet.personal.likeness.facts import Facts
from broadsheet.personal.likeness.products import Sampled, sparse
from broadsheet.personal.likeness.spellings import Spellings
from broadsheet.search.engine import Vector

Likenesses = NDArray[np.float32]

_AROUND = 10  # papers nearest to an example that tell what it shares with its whole subject


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike papers and examples are; all of shape (papers, examples).

    `terms` and `rows` are cosines, of rare terms and of evened vectors, `categories` the share of categories in common.
    `around` is how alike a paper's terms are to those of the example's nearest other papers, in the mean.
    """

    terms: Likenesses
    rows: Likenesses
    categories: Likenesses
    around: Likenesses

    def of(self, examples: NDArray[np.bool_]) -> "Alike":
        """Return the part of it for some examples."""
        return Alike(*(one[:, examples] for one in (self.terms, self.rows, self.categories, self.around)))


@dataclass(frozen=True, slots=True)
class Field:
    """Papers made ready to be compared with any examples: the candidates, and behind them the background's others.

    `columns` are the numbers of their terms, rising; `terms` is a sparse matrix of shape (columns, papers), `sampled`
    how alike their terms are to those of the background's sample. `earlier` tells which papers of the sample are no
    candidates. `spellings` are of the candidates.
    """

    background: Background
    size: int  # of the candidates
    columns: NDArray[np.int32]
    terms: Any
    rows: Vector
    codes: dict[str, int]
    categories: Likenesses
    sampled: Sampled
    earlier: NDArray[np.bool_]
    spellings: Spellings


def prepare(background: Background, candidates: Facts, texts: Mapping[int, str], *, alone: bool = False) -> Field:
    """Make candidates, weighed by the background, ready to be compared, `alone` without the others."""
    places = background.others[: 0 if alone else None]
    others = background.sample.only(places)
    weighed = (*candidates.terms, *others.terms)
    columns = np.unique(np.concatenate([one.numbers for one in weighed] or [np.empty(0, dtype=np.int32)]))
    every = (*candidates.categories, *others.categories)
    codes = {code: place for place, code in enumerate(sorted(frozenset[str]().union(*every)))}
    terms = sparse(weighed, columns).T.tocsr()
    return Field(
        background=background,
        size=len(candidates),
        columns=columns,
        terms=terms,
        rows=np.concatenate([candidates.rows, others.rows]),
        codes=codes,
        categories=_flags(every, codes),
        sampled=Sampled(background.sample.terms, columns, terms),
        earlier=~np.isin(background.sample.keys, candidates.keys),
        spellings=Spellings(background, texts),
    )


def among(field: Field, examples: Facts) -> Alike:
    """Compare examples with each other as the papers of a field are compared with them."""
    own = prepare(field.background, examples, {}, alone=True)
    return compare(replace(own, earlier=field.earlier), examples)


def compare(field: Field, examples: Facts) -> Alike:
    """Compare all papers of a field with some examples, weighed by the field's background."""
    product = sparse(examples.terms, field.columns) @ field.terms
    return Alike(
        product.toarray().T,
        field.rows @ examples.rows.T,
        _shared(field, examples.categories),
        _around(field, examples),
    )


def _around(field: Field, examples: Facts) -> Likenesses:
    """Return how alike papers are to the earlier papers that are nearest to each example, none of them one."""
    sample = field.background.sample
    others = np.flatnonzero(field.earlier & ~np.isin(sample.keys, examples.keys))
    count = min(_AROUND, len(others))
    around = np.zeros((len(field.rows), len(examples)), dtype=np.float32)
    if not count or not examples.rows.any():
        return around
    near = examples.rows @ sample.rows.T
    nearest = others[np.argpartition(-near[:, others], count - 1, axis=1)[:, :count]]
    rows = field.sampled.rows(np.unique(nearest))
    for place, one in enumerate(np.sort(nearest, axis=1)):
        around[:, place] = rows[one].mean(axis=0, dtype=np.float32)
    return around


def _shared(field: Field, categories: Sequence[frozenset[str]]) -> Likenesses:
    """Return how many categories each two have in common, over those that either has."""
    both = field.categories @ _flags(categories, field.codes).T
    sizes = np.array([len(one) for one in categories], dtype=np.float32)
    either = field.categories.sum(axis=1)[:, None] + sizes[None, :] - both
    shared: Likenesses = both / np.maximum(either, 1)
    return shared


def _flags(categories: Sequence[frozenset[str]], codes: dict[str, int]) -> Likenesses:
    flags = np.zeros((len(categories), len(codes)), dtype=np.float32)
    for place, every in enumerate(categories):
        for code in every:
            if code in codes:
                flags[place, codes[code]] = 1
    return flags
