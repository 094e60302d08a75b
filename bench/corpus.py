"""The papers and queries that speed is measured with: `arxiv-daily`, 132,742 real papers."""

import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bench.report import SHARED

CORPUS = SHARED / "corpora" / "arxiv-daily.jsonl.gz"
SUMMARIES = SHARED / "gold" / "one-lines.jsonl"
_SEED = 20261120
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STOP = frozenset(
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
    words = [word for word in entry.title.split() if word.isalpha() and word.lower() not in STOP] or ["learning"]
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


def render_snapshot(file: Path, count: int) -> None:
    """Write `count` papers in the layout of arXiv's bulk snapshot.

    The corpus is repeated with ids of its own for every paper, and with the words of the title and the
    sentences of the abstract in another order, so that no two papers have the same title.
    """
    numbers = count_from()
    with file.open("wb") as out:
        for turn in count_from():
            with gzip.open(CORPUS, "rb") as corpus:
                for line in islice(corpus, count):
                    if (number := next(numbers)) >= count:
                        return
                    out.write(orjson.dumps(_snapshot_entry(orjson.loads(line), number, turn)) + b"\n")


def _snapshot_entry(paper: dict[str, Any], number: int, turn: int) -> dict[str, object]:
    # 220 months of at most 99,999 papers: from 0704 on, as new identifiers began.
    month = 3 + number // 14_000
    created = f"Mon, 2 {_MONTHS[month % 12]} {2007 + month // 12} 10:00:00 GMT"
    return {
        "id": f"{(7 + month // 12) % 100:02d}{month % 12 + 1:02d}.{number % 14_000 + 1:05d}",
        "submitter": paper["authors"][0] if paper["authors"] else None,
        "authors": ", ".join(paper["authors"]),
        "title": " ".join(_turned(paper["title"].split(), turn)),
        "comments": paper.get("comment"),
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": " ".join(paper["categories"]),
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": ". ".join(_turned(paper["abstract"].split(". "), turn)),
        "versions": [{"version": "v1", "created": created}],
        "update_date": f"{2007 + month // 12}-{month % 12 + 1:02d}-03",
        "authors_parsed": [[name.split()[-1], " ".join(name.split()[:-1]), ""] for name in paper["authors"] if name],
    }


def _turned(items: Sequence[str], turn: int) -> list[str]:
    """Return the items in an order that is the turn's own: as they are at turn 0."""
    ordered = list(items)
    if turn:
        random.Random(f"{_SEED} {turn} {items[0] if items else ''}").shuffle(ordered)
    return ordered
