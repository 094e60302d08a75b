"""How many papers a week a followed search brings, on 132,742 papers: whether it floods, and whether it stays empty."""

import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bench.library import prepared
from bench.report import Figure, publish
from broadsheet.model.follow import Follow
from broadsheet.model.query import Days, Query
from broadsheet.personal.matching import match_many, wanted_of
from broadsheet.personal.pool import Pool, gather
from broadsheet.personal.yardstick import measure
from broadsheet.search.grammar import parse
from broadsheet.search.index.analysis import STOP_WORDS
from broadsheet.search.library import Library
from broadsheet.services import opened
from broadsheet.settings import read_settings
from broadsheet.store import papers

LAST, WEEKS = date(2026, 7, 1), 8
_NOW = datetime(2026, 11, 21, tzinfo=UTC)
_MANY = 50  # papers of one follow in a week that nobody reads
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")
_FROM_TITLES = 240
# What people type into a box that promises to watch something.
_TYPED = (
    *("large language models", "speculative decoding", "diffusion models", "reinforcement learning", "GRPO"),
    *("retrieval augmented generation", "mechanistic interpretability", "sparse autoencoders", "machine unlearning"),
    *("graph neural networks for molecules", "protein language models", "federated learning privacy", "LoRA"),
    *("chain of thought faithfulness", "vision language action models", "robot manipulation", "world models"),
    *("text to video generation", "3d gaussian splatting", "medical image segmentation", "code generation benchmark"),
    *("low resource machine translation", "speech recognition for dysarthric speakers", "tokenization", "jailbreak"),
    *("dark matter halos", "gravitational waves", "exoplanet atmospheres", "fast radio bursts", "axion haloscope"),
    *("galaxy rotation curves", "cosmic microwave background polarization", "quantum error correction"),
    *("optimal transport", "bayesian optimization", "causal inference from observational data", "conformal prediction"),
    *("time series forecasting", "recommender systems fairness", "knowledge graph completion", "long context"),
    *("mixture of experts routing", "state space models", "model merging", "data contamination", "hallucination"),
    *("multi-agent systems", "theorem proving", "autonomous driving", "continual learning", "adversarial robustness"),
    *("efficient attention", "kv cache compression", "preference optimization", "reward hacking", "synthetic data"),
)


def main() -> None:
    """Match 300 searches with each of eight weeks."""
    with opened(replace(read_settings(), home=prepared())) as services:
        library = services.library
        queries = [*_TYPED, *_from_titles(library)]
        follows = [Follow(number, "", "search", text, text, False, _NOW) for number, text in enumerate(queries)]
        counts: dict[str, list[int]] = {text: [] for text in queries}
        every_word: dict[str, list[int]] = {text: [] for text in queries}
        seconds = 0.0
        for week in range(WEEKS):
            pool = _pool(library, LAST - timedelta(weeks=WEEKS - 1 - week))
            yardstick = measure(library, min(one.day for one in pool.papers))
            begun = time.process_time()
            found = match_many(library, follows, pool, yardstick=yardstick)
            seconds += time.process_time() - begun
            for one in follows:
                counts[one.value].append(len(found[wanted_of(one)]))
                query = replace(parse(one.value, LAST), sort=None)
                every_word[one.value].append(len(library.engine.matching(query, pool.keys.tolist())))
    publish("follows", [*_figures(counts, every_word), _speed(seconds, len(queries))])


def _figures(counts: dict[str, list[int]], every_word: dict[str, list[int]]) -> list[Figure]:
    weeks = [count for several in counts.values() for count in several]
    plain = [count for several in every_word.values() for count in several]
    typed = [statistics.mean(counts[text]) for text in _TYPED]
    return [
        Figure("papers a week, median of typed searches", statistics.median(typed), ""),
        Figure("papers a week, most of a typed search", max(typed), "", _MANY),
        Figure("weeks with more than 50 papers", 100 * _share(weeks, lambda one: one > _MANY), "%", 1),
        Figure("the same where every word is all it takes", 100 * _share(plain, lambda one: one > _MANY), "%"),
        Figure("most papers in a week", max(weeks), ""),
        Figure("the same where every word is all it takes", max(plain), ""),
        Figure("typed searches without a paper in 8 weeks", 100 * _empty(counts, _TYPED), "%", 5),
        Figure("the same where every word is all it takes", 100 * _empty(every_word, _TYPED), "%"),
        Figure(
            "searches out of titles without a paper in 8 weeks", 100 * _empty(counts, list(counts)[len(_TYPED) :]), "%"
        ),
        Figure("the same where every word is all it takes", 100 * _empty(every_word, list(counts)[len(_TYPED) :]), "%"),
    ]


def _share(values: Sequence[int], holds: Callable[[int], bool]) -> float:
    return sum(map(holds, values)) / len(values)


def _empty(counts: dict[str, list[int]], queries: Sequence[str]) -> float:
    return _share([sum(counts[text]) for text in queries], lambda one: one == 0)


def _speed(seconds: float, searches: int) -> Figure:
    return Figure("processor time of a search against the papers of a week", seconds * 1000 / searches / WEEKS, "ms", 5)


def _pool(library: Library, last: date) -> Pool:
    window = Query(constraints=(Days(last - timedelta(days=6), last),))
    hits = library.engine.listed(window, (), oldest=False, first=0, limit=100_000).hits
    return gather(library, [hit.key for hit in hits], _NOW)


def _from_titles(library: Library) -> list[str]:
    """Two or three telling words that stand side by side in titles of the year before."""
    draw = random.Random(7)
    window = Query(constraints=(Days(LAST - timedelta(days=420), LAST - timedelta(days=100)),))
    hits = library.engine.listed(window, (), oldest=False, first=0, limit=100_000).hits
    keys = [hit.key for hit in draw.sample(hits, 2 * _FROM_TITLES)]
    with library.database.read() as connection:
        titles = [paper.title for paper in papers.get(connection, keys)]
    made = []
    for title in titles:
        words = [word for word in _WORD.findall(title.rpartition(":")[2]) if word.lower() not in STOP_WORDS]
        if len(words) >= 3:
            first = draw.randrange(len(words) - 2)
            made.append(" ".join(words[first : first + draw.choice((2, 3))]))
    return list(dict.fromkeys(made))[:_FROM_TITLES]
