"""How well a day's papers are ranked for a reader from 5, 20 and 100 ratings, beside two other ways, on real readers.

`bench.preferences` says who the readers are, `bench.rivals` what the others do, `bench.judged` and `bench.taught` what
else is asked. Names are no feature of any way: all see title and abstract, and ours the categories. All was tuned on
one half of the readers; the other half stands here. `BENCH_HALF=tuning` shows that half, `BENCH_QUERIES` limits
the queries of each size.
"""

import os
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.judged import topics
from bench.library import prepared
from bench.preferences import Query, queries
from bench.ranked import MEAN, OURS, SANITY, Collection, Quality, run
from bench.report import Figure, publish
from bench.rivals import tfidf
from bench.taught import honesty, speed
from broadsheet.embed.lazy import LazyEmbedder
from broadsheet.personal.likeness.facts import facts_of, read_rows, read_texts
from broadsheet.store import candidates
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import open_database

_QUERIES = 800  # of each size
_WITH_EVERYTHING = 20  # queries that the linear SVM is also asked with every other paper as a negative
_DRAWS = 10_000
_TO_REACH = 15.0


def main() -> None:
    """Rank for every query in each way, and print the tables, the test and the time it takes."""
    half, limit = os.environ.get("BENCH_HALF", "reporting"), int(os.environ.get("BENCH_QUERIES", _QUERIES))
    print("Reading the library, counting features …", flush=True)
    papers, collection = _collection()
    figures: list[Figure] = []
    asked = {size: [one for one in every if one.half == half] for size, every in queries(papers).items()}
    for size, every in asked.items():
        results = run(collection, every[:limit])
        _print(size, every[:limit], results)
        figures += _figures(size, every[:limit], results)
        some = min(_WITH_EVERYTHING, limit)
        whole = _mean(run(collection, every[:some], everything=True)[SANITY])
        sampled = _mean(results[SANITY][:some])
        figures.append(Figure(f"{size} ratings, {some} of the queries: {SANITY}, sampled negatives", sampled, ""))
        figures.append(Figure(f"{size} ratings, {some} of the queries: {SANITY}, every negative", whole, ""))
    figures += topics(half, limit)
    figures += honesty(collection, papers, asked[20][:limit])
    figures += speed(collection, papers, asked[20][:limit])
    publish("personal", figures)


def _collection() -> tuple[Sequence[Candidate], Collection]:
    database = open_database(f"sqlite:///{prepared() / 'catalog.db'}")
    with database.read() as connection:
        keys = candidates.listed_until(connection, date.max, 10_000_000)
        papers = sorted(candidates.of_papers(connection, keys), key=lambda one: (one.day, one.key))
        keys = [one.key for one in papers]
        texts = read_texts(connection, keys)
        facts = facts_of(papers, read_rows(connection, LazyEmbedder("minilm").name, keys), texts)
    database.close()
    days = np.array([one.day.isoformat() for one in papers])
    return papers, Collection(facts, tfidf([texts[key] for key in keys]), days)


def _print(size: int, asked: Sequence[Query], results: dict[str, list[Quality]]) -> None:
    readers = len({one.reader for one in asked})
    table = Table(title=f"{size} ratings: {len(asked)} days of {readers} readers", title_justify="left")
    for heading in ("way", "nDCG@10", "MRR", "recall@50"):
        table.add_column(heading, justify="left" if heading == "way" else "right")
    for way, found in results.items():
        means = [np.mean([getattr(one, name) for one in found]) for name in ("ndcg", "reciprocal", "recall")]
        table.add_row(way, *(f"{mean:.4f}" for mean in means))
    Console(width=120).print(table)


def _figures(size: int, asked: Sequence[Query], results: dict[str, list[Quality]]) -> list[Figure]:
    best = max((SANITY, MEAN), key=lambda way: _mean(results[way]))
    gain = 100 * (_mean(results[OURS]) / _mean(results[best]) - 1)
    low, high = _interval(asked, results[OURS], results[best])
    readers = len({one.reader for one in asked})
    return [
        Figure(f"{size} ratings: days asked, of {readers} readers", len(asked), ""),
        *(Figure(f"{size} ratings, nDCG@10: {way}", _mean(found), "") for way, found in results.items()),
        *(Figure(f"{size} ratings, MRR: {way}", _mean(results[way], "reciprocal"), "") for way in (OURS, SANITY, MEAN)),
        *(
            Figure(f"{size} ratings, recall@50: {way}", _mean(results[way], "recall"), "")
            for way in (OURS, SANITY, MEAN)
        ),
        Figure(f"{size} ratings: nDCG@10 above {best}", gain, "%", _TO_REACH, True),
        Figure(f"{size} ratings: the same, 95 % from", low, "%"),
        Figure(f"{size} ratings: the same, 95 % to", high, "%"),
    ]


def _mean(found: Sequence[Quality], what: str = "ndcg") -> float:
    return float(np.mean([getattr(one, what) for one in found]))


def _interval(asked: Sequence[Query], ours: Sequence[Quality], theirs: Sequence[Quality]) -> tuple[float, float]:
    """Return the 95 % interval of the gain in percent: readers are drawn again, with all their days."""
    by_reader: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for query, one, other in zip(asked, ours, theirs, strict=True):
        by_reader[query.reader].append((one.ndcg, other.ndcg, 1.0))
    sums = np.array([np.sum(every, axis=0) for every in by_reader.values()])
    draws = np.random.default_rng(6).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=_DRAWS)
    totals = draws @ sums
    gains = 100 * (totals[:, 0] / totals[:, 1] - 1)
    return float(np.percentile(gains, 2.5)), float(np.percentile(gains, 97.5))
