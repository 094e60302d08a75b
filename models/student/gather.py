"""Gather what a network for documents learns from: tokens of papers, and the vectors that the teacher gave them.

Run it with the project's own Python: the teacher is read as Broadsheet reads any model.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
from content import content_ids, dropped_tokens
from numpy.typing import NDArray
from tokenizers import Tokenizer

from broadsheet.embed.base import Embedder, Vectors
from broadsheet.embed.registry import find_model, open_embedder
from broadsheet.store import papers, vectors
from broadsheet.store.database import open_database

LONGEST = 320  # content tokens kept of a text; the network reads 254
EVERY_TITLE = 3  # papers whose title alone is a text as well: one in so many
PORTION = 2048


def main() -> None:
    given = arguments()
    teacher = open_embedder(given.teacher)
    tokenizer = Tokenizer.from_file(str(find_model(given.teacher) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    source = from_library(given.library, teacher.name) if given.library else from_file(given.texts, teacher)
    texts: list[str] = []
    targets: list[Vectors] = []
    for portion, rows in source:
        texts += portion
        targets.append(rows.astype(np.float16))
        print(f"{len(texts):,} papers", flush=True)
    titles = [text.partition("\n")[0] for text in texts[::EVERY_TITLE]]
    targets.append(teacher.embed(titles).astype(np.float16))
    tokens = tokens_of(tokenizer, [*texts, *titles])
    np.savez(
        given.output,
        tokens=np.concatenate(tokens),
        lengths=np.array([len(one) for one in tokens]),
        targets=np.concatenate(targets),
        papers=len(texts),
        teacher=teacher.name,
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher", help="a model's name or folder")
    parser.add_argument("output", type=Path, help="the .npz file that train.py reads")
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--library", type=Path, help="a data folder whose papers the teacher has embedded")
    group.add_argument("--texts", type=Path, help="gzipped JSON Lines with title and abstract")
    return parser.parse_args()


def from_library(home: Path, model: str) -> Iterator[tuple[list[str], Vectors]]:
    """Yield texts with the vectors that the library has of them, in order of their making."""
    with closing(open_database(f"sqlite:///{home / 'catalog.db'}")) as database, database.read() as connection:
        for block in vectors.changed_after(connection, model, 0, block=PORTION):
            found = {paper.key: paper.text for paper in papers.get(connection, block.keys.tolist())}
            there = [key in found for key in block.keys.tolist()]
            yield [found[key] for key in block.keys.tolist() if key in found], block.rows[there]


def from_file(file: Path, teacher: Embedder) -> Iterator[tuple[list[str], Vectors]]:
    """Yield texts with the vectors that the teacher makes of them now."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        while records := [json.loads(line) for line in islice(lines, PORTION)]:
            texts = [f"{one['title']}\n{one['abstract']}" for one in records]
            yield texts, teacher.embed(texts)


def tokens_of(tokenizer: Tokenizer, texts: Sequence[str]) -> list[NDArray[np.uint16]]:
    """Return the content tokens of each text."""
    dropped = dropped_tokens(tokenizer)
    return [
        np.array(content_ids(encoding.ids, dropped)[:LONGEST], np.uint16)
        for start in range(0, len(texts), PORTION)
        for encoding in tokenizer.encode_batch_fast(texts[start : start + PORTION], add_special_tokens=False)
    ]


if __name__ == "__main__":
    main()
