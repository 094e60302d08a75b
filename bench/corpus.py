"""The papers and queries that speed is measured with: `arxiv-daily`, 132,742 real papers."""

import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.report import SHARED

CORPUS = SHARED / "corpora" / "arxiv-daily.jsonl.gz"
SUMMARIES = SHARED / "gold" / "one-lines.jsonl"
_SEED = 20261120
_STOP = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "its"),
        *("of", "on", "or", "over", "the", "to", "using", "via", "we", "with"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a paper the peers search."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]


def entries() -> Iterator[Entry]:
    """Yield the corpus, streaming."""
    with gzip.open(CORPUS, "rb") as file:
        for line in file:
            paper = orjson.loads(line)
            yield Entry(
                paper["id"], paper["title"], paper["abstract"], tuple(paper["authors"]), tuple(paper["categories"])
            )


def mixed_queries(count: int = 300) -> list[str]:
    """Return queries as readers type them, the same at every run.

    A third are two or three words of a title, a third the sentence that sums a paper up,
    a sixth words with filters, a sixth phrases and exclusions.
    """
    dice = random.Random(_SEED)
    every = list(entries())
    sentences = [orjson.loads(line)["summary"] for line in SUMMARIES.read_bytes().splitlines()]
    return [_query(dice, turn % 6, every, sentences) for turn in range(count)]


def _query(dice: random.Random, kind: int, every: list[Entry], sentences: list[str]) -> str:
    entry = dice.choice(every)
    words = [word for word in entry.title.split() if word.isalpha() and word.lower() not in _STOP] or ["learning"]
    if kind in (0, 1):
        return " ".join(dice.sample(words, min(len(words), dice.choice((2, 3)))))
    if kind in (2, 3):
        return dice.choice(sentences)
    if kind == 4:
        category, author = (*entry.categories, "cs")[0], (*entry.authors, "Wang")[0]
        filters = (f"cat:{category}", "after:2025-06", f'author:"{author}"', "has:code")
        return f"{dice.choice(words)} {dice.choice(words)} {dice.choice(filters)}"
    start = dice.randrange(max(1, len(words) - 1))
    return f'"{" ".join(words[start : start + 2])}" -{dice.choice(words)}'


def lay_out(file: Path, count: int) -> None:
    """Write the first `count` papers of the corpus to a plain JSON Lines file."""
    with gzip.open(CORPUS, "rb") as corpus, file.open("wb") as out:
        for _, line in zip(range(count), corpus, strict=False):
            out.write(line)
