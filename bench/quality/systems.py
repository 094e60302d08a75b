"""What is compared: the program as it ships, its two lists alone, both by reciprocal ranks, and a peer."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import orjson

from bench.quality.prepared import HOME
from broadsheet.search.find import find_keys
from broadsheet.search.grammar import parse
from broadsheet.search.index.analysis import STOP_WORDS
from broadsheet.search.library import Library
from broadsheet.store import papers

Ask = Callable[[str], Sequence[int]]
DEEP = 100
SHIPPED, PEER = "shipped", "FTS5"
_RANK_OFFSET = 60  # Cormack, Clarke and Büttcher 2009


def systems(library: Library, shelf: str) -> dict[str, Ask]:
    """Return every system, ready to be asked of this library; the first is the one that ships."""
    word, meaning = by_word(library), by_meaning(library)
    return {
        SHIPPED: shipped(library),
        "BM25": word,
        "semantic": meaning,
        "RRF": lambda text: reciprocal_ranks([word(text), meaning(text)]),
        PEER: fts5(library, HOME / shelf / "fts5.db"),
    }


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
    """SQLite's full text search with stemming, any of the words, by its bm25.

    Stop words are left out: it would score them next to nothing, and take half a second for them among 133,000 papers.
    Its answers are kept.
    """
    if not file.exists():
        _make_fts5(library, file)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")  # an answer that is lost is asked for again

    def ask(text: str) -> Sequence[int]:
        words = text.replace('"', " ").split()
        telling = [word for word in words if word.lower() not in STOP_WORDS] or words
        wanted = " OR ".join(f'"{word}"' for word in telling)
        known = connection.execute("SELECT keys FROM answer WHERE wanted = ?", (wanted,)).fetchone()
        if known:
            return list(orjson.loads(known[0]))
        statement = "SELECT rowid FROM paper WHERE paper MATCH ? ORDER BY bm25(paper) LIMIT ?"
        keys = [key for (key,) in connection.execute(statement, (wanted, DEEP))]
        with connection:
            connection.execute("INSERT OR REPLACE INTO answer VALUES (?, ?)", (wanted, orjson.dumps(keys)))
        return keys

    return ask


def _make_fts5(library: Library, file: Path) -> None:
    beside = file.with_name(f"part-{file.name}")
    beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(beside)) as made, library.database.read() as connection, made:
        made.execute("CREATE VIRTUAL TABLE paper USING fts5(title, abstract, tokenize='porter unicode61')")
        made.execute("CREATE TABLE answer (wanted TEXT PRIMARY KEY, keys BLOB)")
        rows = ((paper.key, paper.title, paper.abstract) for paper in papers.stream(connection))
        made.executemany("INSERT INTO paper (rowid, title, abstract) VALUES (?, ?, ?)", rows)
    beside.rename(file)
