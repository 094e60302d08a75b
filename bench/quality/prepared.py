"""The libraries that are searched, prepared once under `data/quality`, and query vectors that are kept between runs."""

import gzip
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np
import orjson

from bench.library import HOME as LARGE
from bench.library import prepared as prepared_large
from bench.library import run
from bench.report import ROOT, SHARED
from broadsheet.embed.base import Embedder, Vectors
from broadsheet.embed.folder import DESCRIPTION_FILE
from broadsheet.embed.registry import find_model, open_embedder
from broadsheet.model.paper import Paper
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.settings import read_settings
from broadsheet.store import papers, vectors
from broadsheet.store.database import Database, open_database

HOME = ROOT / "data" / "quality"
SEEDS = SHARED / "seeds"
JUDGED = ("scifact", "cranfield", "cisi")
SHELVES = (*JUDGED, "seeds", "arxiv-daily")  # the last is all of arxiv-daily and the seed papers


@contextmanager
def shelf(name: str, model: str = "") -> Iterator[Library]:
    """Open one of SHELVES with the program's own model or another, made and embedded where that is to be done."""
    home = HOME / name
    if not (home / "catalog.db").exists():
        _fill(name, home)
    model = model or default_model(home)
    with closing(open_database(f"sqlite:///{home / 'catalog.db'}")) as database, kept_queries(model) as embedder:
        if name == "arxiv-daily":
            _borrow_vectors(database, embedder.name)
        build.embed_pending(database, embedder, progress=_show)
        build.catch_up(database, home / "index", embedder.name)
        engine = EmbeddedEngine(home / "index", embedder.name)
        engine.refresh(database)
        yield Library(database, engine, embedder)


def default_model(home: Path) -> str:
    """The model of a fresh install; BROADSHEET_MODEL names another."""
    chosen = {name: value for name, value in os.environ.items() if name == "BROADSHEET_MODEL"}
    return read_settings({**chosen, "BROADSHEET_HOME": str(home)}).model


def is_there(name: str) -> bool:
    """Whether the files are there that a library is made from."""
    if name in JUDGED:
        return (SHARED / "eval" / name / "corpus.jsonl.gz").exists()
    has_seeds = any(SEEDS.glob("*.txt"))
    return has_seeds and (name == "seeds" or (SHARED / "corpora" / "arxiv-daily.jsonl.gz").exists())


def judged_key(name: str) -> Callable[[str], int]:
    """Return what tells the key of a document of a judged collection by its own id."""
    keys = {row["id"]: key for key, row in enumerate(_rows(name), 1)}
    return keys.__getitem__


def _fill(name: str, home: Path) -> None:
    print(f"making the library {home} (once)", file=sys.stderr)
    beside = home.with_name(f"part-{name}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    if name in JUDGED:
        with closing(open_database(f"sqlite:///{beside / 'catalog.db'}")) as database:
            _write(database, name)
    else:
        if name == "arxiv-daily":
            shutil.copy(prepared_large() / "catalog.db", beside)
            shutil.copytree(LARGE / "index", beside / "index")
        run(beside, "import", "--no-embed", *(str(page) for page in sorted(SEEDS.glob("*.txt"))))
    shutil.rmtree(home, ignore_errors=True)
    beside.rename(home)


def _write(database: Database, name: str) -> None:
    day = date(2020, 1, 1)
    every = [
        Paper(key, f"{name}:{row['id']}", row["title"], row["abstract"], day=day)
        for key, row in enumerate(_rows(name), 1)
    ]
    with database.write() as connection:
        papers.write(connection, every, {paper.key: [paper.id] for paper in every})


def _rows(name: str) -> list[dict[str, str]]:
    with gzip.open(SHARED / "eval" / name / "corpus.jsonl.gz", "rb") as file:
        return [orjson.loads(line) for line in file]


def _borrow_vectors(database: Database, model: str) -> None:
    """Take the model's vectors from the library whose speed is measured, where it has them: same papers, same keys."""
    with database.read() as connection:
        missing = papers.count(connection) - vectors.count(connection, model)
    if missing < 1_000 or not (LARGE / "catalog.db").exists():
        return
    with closing(open_database(f"sqlite:///{LARGE / 'catalog.db'}")) as other, other.read() as theirs:
        # One that is not current was made of another text, or by another model that this one continues.
        stale = {one.key for one in vectors.pending(theirs, model, papers.count(theirs))}
        for block in vectors.changed_after(theirs, model, 0):
            keys = block.keys.tolist()
            own, there = _digests(database, keys), _digests(other, keys)
            same = [place for place, key in enumerate(keys) if key not in stale and own.get(key, "") == there.get(key)]
            with database.write() as connection:
                chosen = [keys[place] for place in same]
                vectors.save(connection, model, chosen, [own[key] for key in chosen], block.rows[same])


def _digests(database: Database, keys: Sequence[int]) -> dict[int, str]:
    with database.read() as connection:
        return {paper.key: papers.text_digest(paper) for paper in papers.get(connection, keys)}


def _show(done: int, total: int) -> None:
    print(f"\rembedding {done:,} of {total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)


@contextmanager
def kept_queries(model: str) -> Iterator[Embedder]:
    """Load a model that embeds each query once, over all runs: as long as its description stays the same."""
    digest = hashlib.sha256((find_model(model) / DESCRIPTION_FILE).read_bytes()).hexdigest()[:12]
    file = HOME / "queries" / f"{digest}.npz"
    embedder = _Remembering(open_embedder(model), file)
    try:
        yield cast(Embedder, embedder)
    finally:
        embedder.keep()


class _Remembering:
    """An Embedder over another one, which does the rest."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder = embedder
        self._file = file
        self._known: dict[str, Vectors] = {}
        self._saved = 0
        if file.exists():
            with np.load(file) as kept:
                self._known = dict(zip(orjson.loads(kept["texts"].tobytes()), kept["rows"], strict=True))
            self._saved = len(self._known)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed_query(self, text: str) -> Vectors:
        """Embed a query, unless that was done before."""
        if text not in self._known:
            self._known[text] = self._embedder.embed_query(text)
        return self._known[text]

    def keep(self) -> None:
        """Write what came new."""
        if len(self._known) == self._saved:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        texts = np.frombuffer(orjson.dumps(list(self._known)), dtype=np.uint8)
        beside = self._file.with_name(f"part-{self._file.name}")
        np.savez(beside, texts=texts, rows=np.array(list(self._known.values()), dtype=np.float32))
        beside.replace(self._file)
        self._saved = len(self._known)
