"""What is compared: the program as it ships, its two lists alone, both by reciprocal ranks, and a peer.

A variant of the ranking is one more entry of VARIANTS: what makes, of an opened library, a callable from a query's
text to the keys of papers, best first.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import orjson

from bench.quality.prepared import HOME
from broadsheet.search.find import find_keys
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import papers

Ask = Callable[[str], Sequence[int]]
DEEP = 100
SHIPPED = "shipped"
_RANK_OFFSET = 60  # Cormack, Clarke and Büttcher 2009

VARIANTS: dict[str, Callable[[Library], Ask]] = {}


def systems(library: Library, shelf: str) -> dict[str, Ask]:
    """Return every system, ready to be asked of this library; the first is the one that ships."""
    word, meaning = by_word(library), by_meaning(library)
    every: dict[str, Ask] = {
        SHIPPED: shipped(library),
        "BM25": word,
        "semantic": meaning,
        "RRF": lambda text: reciprocal_ranks([word(text), meaning(text)]),
        "FTS5": fts5(library, HOME / shelf / "fts5.db"),
    }
    return every | {name: variant(library) for name, variant in VARIANTS.items()}


def shipped(library: Library) -> Ask:
    """The program through its public door."""
    return lambda text: find_keys(library, parse(text), DEEP)[0]


def by_word(library: Library) -> Ask:
    """The program where it has no vectors."""
    wordy = Library(library.database, library.engine)
    return lru_cache(10_000)(lambda text: find_keys(wordy, parse(text), DEEP)[0])


def by_meaning(library: Library) -> Ask:
    """The papers nearest to the query by cosine."""

    def ask(text: str) -> Sequence[int]:
        query = parse(text)
        assert library.embedder is not None
        vector = library.embedder.embed_query(query.words)
        return [hit.key for hit in library.engine.semantic(vector, query.constraints, DEEP)]

    return lru_cache(10_000)(ask)


def reciprocal_ranks(lists: Sequence[Sequence[int]]) -> list[int]:
    """Order by the sum of 1 / (60 + rank) over the lists."""
    scores: dict[int, float] = {}
    for keys in lists:
        for rank, key in enumerate(keys, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (_RANK_OFFSET + rank)
    return sorted(scores, key=lambda key: (-scores[key], key))[:DEEP]


def fts5(library: Library, file: Path) -> Ask:
    """SQLite's full text search, any of the words, by its bm25: with stemming, as it comes.

    Its answers are kept: among 133,000 papers a question of common words takes it a second.
    """
    if not file.exists():
        _make_fts5(library, file)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")  # an answer that is lost is asked for again

    def ask(text: str) -> Sequence[int]:
        known = connection.execute("SELECT keys FROM answer WHERE text = ?", (text,)).fetchone()
        if known:
            return list(orjson.loads(known[0]))
        words = " OR ".join(f'"{word}"' for word in text.replace('"', " ").split())
        statement = "SELECT rowid FROM paper WHERE paper MATCH ? ORDER BY bm25(paper) LIMIT ?"
        keys = [key for (key,) in connection.execute(statement, (words, DEEP))]
        with connection:
            connection.execute("INSERT INTO answer VALUES (?, ?)", (text, orjson.dumps(keys)))
        return keys

    return ask


def _make_fts5(library: Library, file: Path) -> None:
    beside = file.with_name(f"part-{file.name}")
    beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(beside)) as made, library.database.read() as connection, made:
        made.execute("CREATE VIRTUAL TABLE paper USING fts5(title, abstract, tokenize='porter unicode61')")
        made.execute("CREATE TABLE answer (text TEXT PRIMARY KEY, keys BLOB)")
        rows = ((paper.key, paper.title, paper.abstract) for paper in papers.stream(connection))
        made.executemany("INSERT INTO paper (rowid, title, abstract) VALUES (?, ?, ?)", rows)
    beside.rename(file)
