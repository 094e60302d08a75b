"""Gather what the query network learns from: queries, the documents that answer them, and vectors of both.

Run it with the project's own Python: queries and SciFact's documents are embedded by the network for documents, and the
papers' vectors are those of a library.
"""

import argparse
import gzip
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from broadsheet.embed.base import Embedder, Vectors
from broadsheet.embed.registry import SHIPPED, open_embedder
from broadsheet.store import papers, vectors
from broadsheet.store.database import open_database

QUERIES = Path(__file__).with_name("queries.jsonl")
ASKED = Path(__file__).parents[2] / "bench/asked.jsonl"
PORTION = 2048


@dataclass(frozen=True)
class Pair:
    """A query, and the rows of the documents that answer it."""

    query: str
    answers: list[int]


def main() -> None:
    given = arguments()
    model = open_embedder(SHIPPED)
    places, rows = library_vectors(given.library, model.name)
    written = [Pair(one["text"], [places[one["id"]]]) for one in written_queries() if one["id"] in places]
    documents, judged = scifact(given.scifact, model, len(rows))
    pairs = written + judged
    np.savez(
        given.output,
        queries=np.array([pair.query for pair in pairs]),
        answers=np.array([row for pair in pairs for row in pair.answers]),
        counts=np.array([len(pair.answers) for pair in pairs]),
        before=model.embed([pair.query for pair in pairs]),
        documents=np.concatenate([rows, documents]).astype(np.float16),
        written=len(written),
        papers=len(rows),
    )
    print(
        f"{len(written):,} written queries, {len(judged):,} claims, {len(rows):,} papers, {len(documents):,} documents"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path, help="a data folder whose papers the shipped model has embedded")
    parser.add_argument("scifact", type=Path, help="corpus.jsonl.gz, queries.jsonl and qrels_train.tsv of SciFact")
    parser.add_argument("output", type=Path, help="the .npz file that tune_queries.py reads")
    return parser.parse_args()


def library_vectors(home: Path, model: str) -> tuple[dict[str, int], Vectors]:
    """Return the place of each arXiv id, and the vectors."""
    places: dict[str, int] = {}
    blocks: list[Vectors] = []
    with closing(open_database(f"sqlite:///{home / 'catalog.db'}")) as database, database.read() as connection:
        for block in vectors.changed_after(connection, model, 0, block=PORTION):
            numbers = {key: len(places) + row for row, key in enumerate(block.keys.tolist())}
            found = {paper.key: paper.arxiv_id for paper in papers.get(connection, block.keys.tolist())}
            # One without an arXiv id holds its place, so that places stay rows.
            places |= {found.get(key) or f"key {key}": number for key, number in numbers.items()}
            blocks.append(block.rows)
    return places, np.concatenate(blocks)


def written_queries() -> Iterator[dict[str, str]]:
    """Yield the queries to learn from: of those in the bench only the half that does not report."""
    for file in (ASKED, QUERIES):
        for line in file.read_text(encoding="utf-8").splitlines():
            query = json.loads(line)
            if file == QUERIES or zlib.crc32(query["id"].encode()) % 2 == 0:
                yield query


def scifact(folder: Path, model: Embedder, start: int) -> tuple[Vectors, list[Pair]]:
    """Embed SciFact's documents, whose rows begin at `start`, and read the claims of its training half."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    rows = {one["id"]: start + number for number, one in enumerate(documents)}
    answers: dict[str, list[int]] = defaultdict(list)
    for line in (folder / "qrels_train.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            answers[query].append(rows[document])
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {one["id"]: one["text"] for one in map(json.loads, lines)}
    embedded = model.embed([f"{one['title']}\n{one['abstract']}" for one in documents])
    return embedded, [Pair(texts[query], found) for query, found in answers.items()]


if __name__ == "__main__":
    main()
