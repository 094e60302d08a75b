"""How good the results are: SciFact by word, by meaning and fused, beside a peer; and papers by their own title."""

import gzip
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import count
from pathlib import Path

import ir_measures
import orjson
from ir_measures import Qrel, ScoredDoc, nDCG

from bench.corpus import SUMMARIES
from bench.library import HOME
from bench.report import SHARED, Figure, publish
from broadsheet.embed.registry import open_embedder
from broadsheet.model.paper import Paper
from broadsheet.model.query import Hit, Why
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import papers
from broadsheet.store.database import Database, open_database

SCIFACT = SHARED / "eval" / "scifact"
Ask = Callable[[str], Iterable[tuple[str, float]]]  # a query to ids of papers with their scores, best first


def main() -> None:
    """Measure on the test half of SciFact; every choice was made on the training half."""
    library = _library(HOME.with_name("quality"), [*_seeds(), *_documents()])
    fts5 = _fts5()
    training = _Remembered(library)
    publish(
        "quality",
        [
            Figure("SciFact test nDCG@10, by word", _ndcg("test", _by_word(library)), "", 0.69, True),
            Figure("SciFact test nDCG@10, by meaning", _ndcg("test", _by_meaning(library)), "", 0.65, True),
            Figure("SciFact test nDCG@10, fused", _ndcg("test", _fused(library)), "", 0.715, True),
            Figure("SciFact train nDCG@10, by word", _ndcg("train", _by_word(library)), ""),
            Figure("SciFact train nDCG@10, by meaning", _ndcg("train", _by_meaning(library)), ""),
            Figure("SciFact train nDCG@10, fused", _ndcg("train", _fused(library)), ""),
            *(
                Figure(
                    f"SciFact train nDCG@10, fused, weight of words {weight}",
                    _ndcg("train", training.mixed(weight)),
                    "",
                )
                for weight in (0.2, 0.3, 0.35, 0.4, 0.5, 0.6)
            ),
            Figure("SciFact train nDCG@10, fused by reciprocal ranks", _ndcg("train", training.by_ranks), ""),
            Figure("peer: SQLite FTS5 bm25, SciFact test nDCG@10", _ndcg("test", fts5), ""),
            Figure("seed papers first for their own title", _first_for_title(library), "%", 99.5, True),
        ],
    )


def _documents() -> list[Paper]:
    with gzip.open(SCIFACT / "corpus.jsonl.gz", "rb") as file:
        rows = [orjson.loads(line) for line in file]
    return [_paper(f"scifact:{row['id']}", row["title"], row["abstract"]) for row in rows]


def _seeds() -> list[Paper]:
    rows = [orjson.loads(line) for line in SUMMARIES.read_bytes().splitlines()]
    return [_paper(f"seed:{row['n']}", row["title"], row["summary"]) for row in rows]


def _paper(name: str, title: str, abstract: str) -> Paper:
    return Paper(key=0, id=name, title=title, abstract=abstract, day=date(2020, 1, 1))


def _library(home: Path, every: Sequence[Paper]) -> Library:
    """Open a library of these papers; embedding them the first time takes about a minute."""
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    _fill(database, every)
    model = open_embedder("minilm")
    build.embed_pending(database, model, progress=_show)
    build.catch_up(database, home / "index", model.name)
    engine = EmbeddedEngine(home / "index", model.name)
    engine.refresh(database)
    return Library(database, engine, model)


def _fill(database: Database, every: Sequence[Paper]) -> None:
    with database.write() as connection:
        if papers.count(connection) == 0:
            keyed = [_with_key(paper, key) for paper, key in zip(every, count(1), strict=False)]
            papers.write(connection, keyed, {})


def _with_key(paper: Paper, key: int) -> Paper:
    return Paper(key=key, id=paper.id, title=paper.title, abstract=paper.abstract, day=paper.day)


def _show(done: int, total: int) -> None:
    print(f"\rembedding {done:,} of {total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _by_word(library: Library) -> Ask:
    return lambda text: _hits(library, text, semantic=False)


def _fused(library: Library) -> Ask:
    return lambda text: _hits(library, text, semantic=True)


def _hits(library: Library, text: str, *, semantic: bool) -> list[tuple[str, float]]:
    page = find(library, parse(text), size=20, semantic=semantic)
    return [(hit.paper.id, hit.why.score) for hit in page.hits]


class _Remembered:
    """Asks for each query once, and sorts its first hundred results by other rules."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, tuple[Hit, ...]] = {}

    def mixed(self, weight: float) -> Ask:
        """The rule of the program with another weight for words."""
        return lambda text: self._sorted(
            text, lambda why, best: weight * _share(why, best) + (1 - weight) * _cosine(why)
        )

    def by_ranks(self, text: str) -> list[tuple[str, float]]:
        """The sum of 1 / (60 + rank) over both lists, as is widely used."""
        return self._sorted(
            text, lambda why, _: sum(1 / (60 + rank) for rank in (why.lexical_rank, why.semantic_rank) if rank)
        )

    def _sorted(self, text: str, rule: Callable[[Why, float], float]) -> list[tuple[str, float]]:
        if text not in self._known:
            self._known[text] = find(self._library, parse(text), size=100).hits
        hits = self._known[text]
        best = max((hit.why.lexical_score or 0.0 for hit in hits), default=0.0) or 1.0
        scored = [(hit.paper.id, rule(hit.why, best)) for hit in hits]
        return sorted(scored, key=lambda pair: -pair[1])[:20]


def _share(why: Why, best: float) -> float:
    return (why.lexical_score or 0.0) / best


def _cosine(why: Why) -> float:
    return why.semantic_score or 0.0


def _by_meaning(library: Library) -> Ask:
    def ask(text: str) -> list[tuple[str, float]]:
        assert library.embedder is not None
        nearest = library.engine.semantic(library.embedder.embed_query(text), (), 20)
        with library.database.read() as connection:
            rows = papers.get(connection, [hit.key for hit in nearest])
        return [(paper.id, hit.score) for paper, hit in zip(rows, nearest, strict=True)]

    return ask


def _ndcg(half: str, ask: Ask) -> float:
    judged = [line.split("\t") for line in (SCIFACT / f"qrels_{half}.tsv").read_text().splitlines()]
    qrels = [Qrel(query, f"scifact:{document}", int(grade)) for query, document, grade in judged]
    texts = {row["id"]: row["text"] for row in map(orjson.loads, (SCIFACT / "queries.jsonl").open())}
    run = [
        ScoredDoc(query, name, score)
        for query in {qrel.query_id for qrel in qrels}
        for name, score in [pair for pair in ask(texts[query]) if pair[0].startswith("scifact:")][:10]
    ]
    return round(float(ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10]), 4)


def _first_for_title(library: Library) -> float:
    seeds = _seeds()
    first = [find(library, parse(seed.title), size=1).hits for seed in seeds]
    return 100 * sum(bool(hits) and hits[0].paper.id == seed.id for hits, seed in zip(first, seeds, strict=True)) / 400


def _fts5() -> Ask:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE paper USING fts5(id UNINDEXED, title, abstract, tokenize='porter unicode61')"
    )
    every = [(one.id, one.title, one.abstract) for one in _documents()]
    connection.executemany("INSERT INTO paper VALUES (?, ?, ?)", every)

    def ask(text: str) -> list[tuple[str, float]]:
        words = " OR ".join(f'"{word}"' for word in text.replace('"', " ").split())
        statement = "SELECT id, -bm25(paper) FROM paper WHERE paper MATCH ? ORDER BY 2 DESC LIMIT 20"
        return connection.execute(statement, (words,)).fetchall()

    return ask
