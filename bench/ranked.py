"""Rank papers for readers in every way that is compared, and tell how well each does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.preferences import Query
from bench.rivals import Scores, nearest_mean, sanity
from broadsheet.personal.likeness.background import SAMPLE, Background, background_of
from broadsheet.personal.likeness.compare import compare, prepare
from broadsheet.personal.likeness.facts import Facts
from broadsheet.personal.ranking.closeness import factors_for, measures, summed

OURS, SANITY, MEAN = "Broadsheet", "arxiv-sanity-lite", "nearest mean"
NEGATIVE = 20_000  # papers that stand for everything else in the linear SVM
_LATEST = 40_000  # papers before a month that its background is taken from
_BEST = 10
# What is left of our measures: terms in the mean, nearest terms, vectors, categories, surroundings.
PARTS: Mapping[str, tuple[float, ...]] = {
    "without terms": (0, 0, 1, 1, 0),
    "without vectors": (1, 1, 0, 1, 1),
    "without categories": (1, 1, 1, 0, 1),
    "without surroundings": (1, 1, 1, 1, 0),
    "terms alone": (1, 1, 0, 0, 0),
    "vectors alone": (0, 0, 1, 0, 0),
    "categories alone": (0, 0, 0, 1, 0),
}
_DISCOUNT = 1 / np.log2(np.arange(2, 2 + _BEST))


@dataclass(frozen=True, slots=True)
class Quality:
    """How well papers were ranked: nDCG@10, reciprocal rank of the first relevant one, recall@50."""

    ndcg: float
    reciprocal: float
    recall: float


@dataclass(frozen=True, slots=True)
class Collection:
    """Papers in the order of their days, and what they are compared by."""

    facts: Facts
    features: Any  # of arxiv-sanity-lite, sparse
    days: NDArray[np.str_]


def judge(scores: Scores, relevant: NDArray[np.bool_]) -> Quality:
    """Judge a ranking by scores; `relevant` tells which papers are."""
    found = relevant[np.argsort(-scores, kind="stable")]
    number = int(relevant.sum())
    gain = float((found[:_BEST] * _DISCOUNT[: len(found)]).sum() / _DISCOUNT[: min(_BEST, number)].sum())
    return Quality(gain, 1 / (1 + int(np.argmax(found))), float(found[:50].sum()) / number)


def run(collection: Collection, asked: Sequence[Query], *, everything: bool = False) -> dict[str, list[Quality]]:
    """Rank the papers of each query's day in every way; the results stand in the order of the queries.

    With `everything` the linear SVM has all papers until then as negatives, and is the only way.
    """
    results: dict[str, dict[int, Quality]] = defaultdict(dict)
    by_day: dict[str, list[int]] = defaultdict(list)
    for number, query in enumerate(asked):
        by_day[query.day].append(number)
    backgrounds: dict[str, Background] = {}
    for day in sorted(by_day):
        if day[:7] not in backgrounds:
            backgrounds = {day[:7]: background(collection, day)}
        of_day = [(number, asked[number]) for number in by_day[day]]
        for number, way, scores, relevant in _day(collection, day, of_day, backgrounds[day[:7]], everything=everything):
            results[way][number] = judge(scores, relevant)
    return {way: [found[number] for number in range(len(asked))] for way, found in results.items()}


def _day(
    collection: Collection, day: str, asked: Sequence[tuple[int, Query]], usual: Background, *, everything: bool
) -> Iterator[tuple[int, str, Scores, NDArray[np.bool_]]]:
    new = np.flatnonzero(collection.days == day)
    before = np.arange(int(new[0]))
    if everything:
        others = np.concatenate([before, new])
    else:
        others = np.concatenate([before[:: max(1, len(before) // NEGATIVE)], new])
        field = prepare(usual, usual.weigh(collection.facts.only(new)), {})
    for number, query in asked:
        relevant = np.isin(new, query.relevant)
        scores = sanity(collection.features, query.profile, others, new, every=len(before) + len(new))
        yield number, SANITY, scores, relevant
        if everything:
            continue
        yield number, MEAN, nearest_mean(collection.facts.rows, query.profile, new), relevant
        alike = compare(field, usual.weigh(collection.facts.only(query.profile)))
        measured = measures(alike, np.ones(query.size))
        for name, part in {OURS: (1, 1, 1, 1, 1), **PARTS}.items():
            factors = factors_for(query.size) * np.array(part)
            scores = summed(measured[: field.size], measured[field.size :], factors)
            yield number, name, scores, relevant


def background(collection: Collection, day: str) -> Background:
    """What was usual before the month of a day."""
    before = int(np.searchsorted(collection.days, day[:7]))
    latest = np.arange(before - min(before, _LATEST), before)
    return background_of(collection.facts.only(latest[:: max(1, -(-len(latest) // SAMPLE))]))
