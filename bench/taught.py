"""Whether chances are honest, and how long it takes to learn from ratings and to rank."""

import random
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from bench.preferences import Query
from bench.ranked import Collection, background
from bench.report import Figure
from broadsheet.lib.clock import stopwatch
from broadsheet.lib.later import Later
from broadsheet.personal.learn import Example, Taste
from broadsheet.personal.likeness.compare import Field, prepare
from broadsheet.personal.pool import Pool
from broadsheet.personal.rank import suggest
from broadsheet.personal.ranking.chance import fit_chance
from broadsheet.personal.ranking.judging import judge, judge_examples
from broadsheet.store.candidates import Candidate

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_READERS = 150
_MANY = 1_000
_BINS = 10


def honesty(collection: Collection, papers: Sequence[Candidate], asked: Sequence[Query]) -> list[Figure]:
    """Compare chances with what happens: readers rate 20 papers of theirs up, and 20 of their categories down.

    Told is the chance of papers of a later day: those that are theirs, and as many others of their categories.
    """
    told, happened = [], []
    for query in asked[:_READERS]:
        dice = random.Random(f"{query.reader} {query.day}")
        new = np.flatnonzero(collection.days == query.day).tolist()
        usual = {papers[place].categories[:1] for place in query.profile}
        earlier = range(max(0, new[0] - 30_000), new[0])
        others = [place for place in earlier if papers[place].categories[:1] in usual and place not in query.profile]
        same = [one for one in new if papers[one].categories[:1] in usual and one not in query.relevant]
        if len(others) < query.size or not same:
            continue
        pool = _pool(collection, papers, new, query.day)
        taste = _taste(collection, papers, query.profile, dice.sample(others, query.size))
        scores = judge_examples(taste, pool)
        curve = fit_chance(scores[taste.weights > 0], scores[taste.weights < 0])
        assert curve is not None
        theirs = list(query.relevant)
        shown = [*theirs, *dice.sample(same, min(len(theirs), len(same)))]
        at = np.searchsorted(new, shown)
        judged = judge(taste, pool)
        assert judged is not None
        told += curve.of(judged.close[at]).tolist()
        happened += [place in theirs for place in shown]
    return _calibration(np.array(told), np.array(happened))


def _calibration(told: np.ndarray, happened: np.ndarray) -> list[Figure]:
    bins = np.minimum((told * _BINS).astype(int), _BINS - 1)
    error = sum(
        abs(told[bins == one].mean() - happened[bins == one].mean()) * (bins == one).mean() for one in set(bins)
    )
    sure = told >= 0.8
    return [
        Figure("chances told", len(told), ""),
        Figure("mean chance told, where half were rated up", float(told.mean()), ""),
        Figure("mean distance of chance and share rated up, in ten bins", float(error), ""),
        Figure("Brier score, of 0.25 without knowing anything", float(((told - happened) ** 2).mean()), ""),
        Figure("of papers with a chance from 0.8 on, rated up", float(happened[sure].mean()), ""),
    ]


def speed(collection: Collection, papers: Sequence[Candidate], asked: Sequence[Query]) -> list[Figure]:
    """Measure learning from 1,000 ratings, and the list of a reader with 20."""
    busiest = max({one.day for one in asked}, key=lambda day: int((collection.days == day).sum()))
    new = np.flatnonzero(collection.days == busiest).tolist()
    elapsed = stopwatch()
    pool = _pool(collection, papers, new, busiest)
    _ = pool.field.value
    shared = elapsed()
    dice = random.Random(6)
    rated = dice.sample(range(new[0] - 30_000, new[0]), _MANY)
    taste = _taste(collection, papers, rated[: _MANY // 2], rated[_MANY // 2 :])
    seconds = []
    for _ in range(3):
        elapsed = stopwatch()
        scores = judge_examples(taste, pool)
        fit_chance(scores[taste.weights > 0], scores[taste.weights < 0])
        judge(taste, pool)
        seconds.append(elapsed())
    each = []
    for query in asked[:_READERS]:
        own = _taste(collection, papers, query.profile, [])
        elapsed = stopwatch()
        suggest(own, pool, limit=10, exploration=0.1, seed=query.reader)
        each.append(1_000 * elapsed())
    return [
        Figure(f"learning from {_MANY:,} ratings, with chances, and scoring a day's papers", min(seconds), "s", 1.0),
        Figure(f"made once for all readers, for {len(new):,} candidates", shared, "s"),
        Figure("a reader's list of 10 from 20 ratings, with reasons, median", statistics.median(each), "ms", 20.0),
    ]


def _pool(collection: Collection, papers: Sequence[Candidate], new: Sequence[int], day: str) -> Pool:
    facts = collection.facts.only(new)
    own = tuple(papers[place] for place in new)
    texts = {papers[place].key: papers[place].title for place in new}
    known = np.asarray(facts.rows.any(axis=1))

    def field() -> Field:
        usual = background(collection, day)
        return prepare(usual, usual.weigh(facts), texts)

    return Pool(own, facts.keys, known, facts.rows, {}, Later(field))


def _taste(collection: Collection, papers: Sequence[Candidate], liked: Sequence[int], disliked: Sequence[int]) -> Taste:
    places = [*liked, *disliked]
    examples = tuple(
        Example(papers[place], 1.0 if turn < len(liked) else -1.0, frozenset({"up"}), _MADE)
        for turn, place in enumerate(places)
    )
    return Taste("reader", examples, collection.facts.only(places), frozenset(), frozenset())
