"""How fast papers are found in one process, beside two peers on the same papers and queries."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.corpus import Entry, entries, mixed_queries
from bench.library import prepared, run
from bench.report import Figure, percentile, publish
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.services import opened
from broadsheet.settings import read_settings

_SCANNED = 20  # queries that the linear scan is timed on: it takes most of a second for each


def main() -> None:
    """Time 300 mixed queries; every query is asked once before, so that files are in memory."""
    home, queries = prepared(), mixed_queries()
    with opened(read_settings({"BROADSHEET_HOME": str(home)})) as services:
        library = services.library
        lexical = _times(queries, lambda text: find(library, parse(text), semantic=False))
        fused = _times(queries, lambda text: find(library, parse(text)))
        faceted = _times(queries, lambda text: find(library, parse(text), facets=True))
    cold = [run(home, "search", "loss landscape").seconds for _ in range(5)]
    fts5, scan = _peers(queries)
    publish(
        "search",
        [
            Figure("by word, 20 rows read, p50", percentile(lexical, 50), "ms", 3),
            Figure("by word, 20 rows read, p99", percentile(lexical, 99), "ms", 12),
            Figure("fused, query embedded, 20 rows read, p50", percentile(fused, 50), "ms", 15),
            Figure("fused, query embedded, 20 rows read, p99", percentile(fused, 99), "ms", 40),
            Figure("the same with facets, p50", percentile(faceted, 50), "ms"),
            Figure("broadsheet search, whole process, median of 5", sorted(cold)[2], "s", 0.8),
            Figure("peer: SQLite FTS5 with bm25, p50", percentile(fts5, 50), "ms"),
            Figure("peer: SQLite FTS5 with bm25, p99", percentile(fts5, 99), "ms"),
            Figure("peer: linear scan as in arxiv-sanity-lite, p50", percentile(scan, 50), "ms"),
        ],
    )


def _times(queries: Sequence[str], ask: Callable[[str], object]) -> list[float]:
    for query in queries:
        ask(query)
    times = []
    for query in queries:
        begun = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _peers(queries: Sequence[str]) -> tuple[list[float], list[float]]:
    every = list(entries())
    plain = [" ".join(word for word in query.split() if ":" not in word) for query in queries]
    with tempfile.TemporaryDirectory() as folder:
        fts5 = _fts5(Path(folder) / "peer.db", every, plain)
    lowered = [(one.title.lower(), " ".join(one.authors).lower(), one.abstract.lower()) for one in every]
    return fts5, _times(plain[:_SCANNED], lambda text: _scan(lowered, text))


def _fts5(file: Path, every: Sequence[Entry], queries: Sequence[str]) -> list[float]:
    connection = sqlite3.connect(file)
    connection.execute(
        "CREATE VIRTUAL TABLE paper USING fts5(id UNINDEXED, title, abstract, tokenize='porter unicode61')"
    )
    with connection:
        connection.executemany("INSERT INTO paper VALUES (?, ?, ?)", ((e.id, e.title, e.abstract) for e in every))

    def ask(text: str) -> object:
        words = " OR ".join(f'"{word}"' for word in text.replace('"', " ").split())
        statement = "SELECT id, title, abstract FROM paper WHERE paper MATCH ? ORDER BY bm25(paper, 0, 3, 1) LIMIT 20"
        return connection.execute(statement, (words,)).fetchall()

    times = _times(queries, ask)
    connection.close()
    return times


def _scan(papers: Sequence[tuple[str, str, str]], text: str) -> list[int]:
    """Score every paper by how often it has the words, title and authors counting more, and take the best 20."""
    words = text.lower().split()
    scores = []
    for number, (title, authors, abstract) in enumerate(papers):
        score = 0.0
        for word in words:
            score += 20 * min(3, title.count(word)) + 10 * min(3, authors.count(word)) + min(3, abstract.count(word))
        scores.append((score, number))
    return [number for _, number in sorted(scores, reverse=True)[:20]]
