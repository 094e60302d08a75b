"""The papers that the search tests know, a small model that needs no weights, and an opened library of both."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from broadsheet.embed.base import Vectors
from broadsheet.model.names import fold
from broadsheet.model.paper import Author, Link, Paper
from broadsheet.model.query import ResultPage
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import papers
from broadsheet.store.database import Database

ATTENTION = Paper(
    key=1,
    id="arxiv:1706.03762",
    title="Attention Is All You Need",
    abstract="We propose the Transformer, a network architecture based solely on attention mechanisms.",
    authors=(Author("Ashish Vaswani"), Author("Łukasz Kaiser"), Author("Aidan N. Gomez")),
    arxiv_id="1706.03762",
    categories=("cs.CL", "cs.LG"),
    day=date(2017, 6, 12),
    year=2017,
    links=(Link("code", "https://github.com/tensorflow/tensor2tensor", "text"),),
    sources=("arxiv",),
)
BERT = Paper(
    key=2,
    id="arxiv:1810.04805",
    title="BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    abstract="BERT is designed to pre-train deep bidirectional representations from unlabeled text.",
    authors=(Author("Jacob Devlin"), Author("Ming-Wei Chang")),
    arxiv_id="1810.04805",
    acl_id="N19-1423",
    categories=("cs.CL",),
    day=date(2018, 10, 11),
    year=2018,
    sources=("acl", "arxiv"),
)
GPT3 = Paper(
    key=3,
    id="arxiv:2005.14165",
    title="Language Models are Few-Shot Learners",
    abstract="We train GPT-3, a language model with 175 billion parameters, and test it in the few-shot setting.",
    authors=(Author("Tom B. Brown"),),
    arxiv_id="2005.14165",
    categories=("cs.CL",),
    day=date(2020, 5, 28),
    year=2020,
    sources=("arxiv",),
)
LANDSCAPE = Paper(
    key=4,
    id="arxiv:1712.09913",
    title="Visualizing the Loss Landscape of Neural Nets",
    abstract="Neural network training relies on finding good minimizers of highly non-convex loss functions. "
    "We explore how network architecture affects the loss landscape, with $\\ell_2$ filter normalization.",
    authors=(Author("Hao Li"), Author("Tom Goldstein")),
    arxiv_id="1712.09913",
    categories=("cs.LG", "stat.ML"),
    day=date(2017, 12, 28),
    year=2017,
    sources=("arxiv",),
)
GALAXIES = Paper(
    key=5,
    id="doi:10.1093/mnras/stu1536",
    title="Introducing the Illustris Project: simulating the coevolution of dark and visible matter",
    abstract="We simulate dark matter and galaxies in a cosmological volume.",
    authors=(Author("Mark Vogelsberger"),),
    doi="10.1093/mnras/stu1536",
    categories=("astro-ph.CO",),
    day=date(2014, 5, 12),
    year=2014,
    sources=("crossref",),
)
CAST = (ATTENTION, BERT, GPT3, LANDSCAPE, GALAXIES)

_ASTRONOMY = "dark matter"


class WordHashes:
    """A model in which texts are near that share words, and `astronomy` means dark matter; 64 dimensions."""

    name = "word-hashes-1"
    dimensions = 64

    def embed(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed texts, shape (texts, 64)."""
        rows: Vectors = np.array([_hashed(text, self.dimensions) for text in texts], dtype=np.float32).reshape(
            -1, self.dimensions
        )
        unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit

    def embed_query(self, text: str) -> Vectors:
        """Embed a query, shape (64,)."""
        row: Vectors = self.embed([text])[0]
        return row


def _hashed(text: str, dimensions: int) -> list[float]:
    row = [0.0] * dimensions
    for word in fold(text).replace("astronomy", _ASTRONOMY).split():
        digest = hashlib.blake2b(word.encode(), digest_size=2).digest()
        row[digest[0] % len(row)] += 1.0 if digest[1] % 2 else -1.0
    return row


def write(database: Database, *changed: Paper) -> None:
    """Put papers into the catalog."""
    with database.write() as connection:
        papers.write(connection, changed, {paper.key: [paper.id] for paper in changed})


def many(number: int, first_key: int = 100) -> list[Paper]:
    """Papers that differ in key, id, day and one word."""
    return [
        replace(
            LANDSCAPE,
            key=key,
            id=f"arxiv:2101.{key:05}",
            title=f"Landscape number {key}",
            day=date(2021, 1, 1 + key % 28),
        )
        for key in range(first_key, first_key + number)
    ]


def index_folder(database: Database) -> Path:
    """Where the tests keep the index of a catalog on SQLite."""
    return Path(database.address.removeprefix("sqlite:///")).parent / "index"


def open_library(database: Database, *cast: Paper, embed: bool = True) -> Library:
    """Write papers, index and embed them, and open the whole."""
    model = WordHashes()
    write(database, *cast)
    if embed:
        build.embed_pending(database, model)
    build.catch_up(database, index_folder(database), model.name)
    engine = EmbeddedEngine(index_folder(database), model.name)
    engine.refresh(database)
    return Library(database, engine, model)


def search(library: Library, text: str, **options: bool | int) -> ResultPage:
    """Find what a reader would with this query."""
    return find(library, parse(text), **options)  # type: ignore[arg-type]  # the tests' own spelling of options


def titles(page: ResultPage) -> list[str]:
    """The first words of the titles found, in order."""
    return [hit.paper.title.split()[0] for hit in page.hits]
