"""Speed, memory and quality of the shipped embedding model."""

import gzip
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import ir_measures
import numpy as np
import orjson
from ir_measures import Qrel, ScoredDoc, nDCG

from bench.corpus import SUMMARIES, entries
from bench.report import SHARED, Figure, percentile, publish
from broadsheet.embed.base import Embedder, Vectors
from broadsheet.embed.folder import DESCRIPTION_FILE
from broadsheet.embed.registry import MODELS, SHIPPED, open_embedder

SCIFACT = SHARED / "eval" / "scifact"
ABSTRACTS = 4000
STRIDE = 33  # so that the abstracts come from the whole corpus
ROUNDS = 4
COLD_STARTS = 5
COLD = """
import sys
from time import perf_counter
start = perf_counter()
from broadsheet.embed.registry import open_embedder
model = open_embedder(sys.argv[1])
model.embed_query("loss landscape")
seconds = perf_counter() - start
def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024
loaded = resident()
model.embed(["Title\\n" + "words of an abstract " * 47] * 32)
print(seconds * 1000, loaded, resident())
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast documents are embedded: a second of wall clock, and in milliseconds of processor time each."""

    rate: float
    processor: float


def main() -> None:
    """Measure and publish; takes about three minutes."""
    model = open_embedder(SHIPPED)
    names, documents = scifact_documents(model)
    speed = document_speed(model)
    figures = [
        Figure("abstracts embedded a second, best of four rounds of 1,000", speed.rate, "/s", 400, True),
        Figure("processor time of an abstract, that round", speed.processor, "ms"),
        *query_figures(SHIPPED, names, documents),
    ]
    with untuned() as peer:
        figures += [compared(one) for one in query_figures(str(peer), names, documents)]
    publish("embed", figures)


def query_figures(name: str, names: Sequence[str], documents: Vectors) -> list[Figure]:
    """Measure how one model reads queries."""
    model = open_embedder(name)
    queries = query_times(model)
    cold = [cold_start(name) for _ in range(COLD_STARTS)]
    return [
        Figure("query, p50", percentile(queries, 50), "ms", 5),
        Figure("query, p99", percentile(queries, 99), "ms"),
        Figure("import, load and first query in a new process", min(row[0] for row in cold), "ms", 300),
        Figure("memory of that process", max(row[1] for row in cold), "MB"),
        Figure("memory after 32 abstracts at once", max(row[2] for row in cold), "MB"),
        Figure("SciFact test nDCG@10, exact", scifact(model, names, documents), "", 0.65, True),
    ]


@contextmanager
def untuned() -> Iterator[Path]:
    """Make a model whose network for documents reads queries too: MiniLM as it was."""
    shipped = MODELS[SHIPPED]
    description = orjson.loads((shipped / DESCRIPTION_FILE).read_bytes())
    network = description.pop("query")["file"]
    with TemporaryDirectory() as folder:
        for file in shipped.iterdir():
            if file.name not in (network, DESCRIPTION_FILE):
                (Path(folder) / file.name).symlink_to(file)
        del description["files"]
        (Path(folder) / DESCRIPTION_FILE).write_bytes(orjson.dumps(description))
        yield Path(folder)


def compared(figure: Figure) -> Figure:
    """A figure of the peer, which has nothing to reach."""
    return Figure(f"untuned: {figure.what}", figure.value, figure.unit)


def document_speed(model: Embedder) -> Speed:
    """Embed 4,000 abstracts in four rounds; return the best round's speed, since others may use the machine."""
    texts = [f"{paper.title}\n{paper.abstract}" for paper in islice(entries(), 0, ABSTRACTS * STRIDE, STRIDE)]
    return max((_speed(model, texts[start::ROUNDS]) for start in range(ROUNDS)), key=lambda one: one.rate)


def _speed(model: Embedder, texts: Sequence[str]) -> Speed:
    start, busy = perf_counter(), process_time()
    model.embed(texts)
    seconds, busy = perf_counter() - start, process_time() - busy
    return Speed(len(texts) / seconds, 1000 * busy / len(texts))


def query_times(model: Embedder) -> list[float]:
    """Embed 400 sentences that each sum a paper up, one by one; return milliseconds."""
    times = []
    for query in [orjson.loads(line)["summary"] for line in SUMMARIES.read_bytes().splitlines()]:
        start = perf_counter()
        model.embed_query(query)
        times.append(1000 * (perf_counter() - start))
    return times


def cold_start(model: str) -> tuple[float, float, float]:
    """Return milliseconds to the first query's vector in a new process, and its resident memory in MB, twice."""
    answer = subprocess.run([sys.executable, "-c", COLD, model], capture_output=True, text=True, check=True)
    first, loaded, worked = (float(value) for value in answer.stdout.split())
    return first, loaded, worked


def scifact_documents(model: Embedder) -> tuple[list[str], Vectors]:
    """Embed SciFact's 5,183 abstracts; return their ids and vectors."""
    with gzip.open(SCIFACT / "corpus.jsonl.gz", "rb") as file:
        rows = [orjson.loads(line) for line in file]
    return [row["id"] for row in rows], model.embed([f"{row['title']}\n{row['abstract']}" for row in rows])


def scifact(model: Embedder, names: Sequence[str], documents: Vectors) -> float:
    """Rank SciFact's abstracts for the claims of its test half by exact dot products; return nDCG@10."""
    judged = [line.split("\t") for line in (SCIFACT / "qrels_test.tsv").read_text().splitlines()]
    qrels = [Qrel(query, document, int(grade)) for query, document, grade in judged]
    wanted = {qrel.query_id for qrel in qrels}
    asked = [row for row in map(orjson.loads, (SCIFACT / "queries.jsonl").open("rb")) if row["id"] in wanted]
    run = [
        ScoredDoc(query["id"], names[place], float(score))
        for query in asked
        for place, score in _nearest(documents, model.embed_query(query["text"]))
    ]
    return round(float(ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10]), 4)


def _nearest(documents: Vectors, query: Vectors) -> list[tuple[int, float]]:
    scores = documents @ query
    return [(int(place), float(scores[place])) for place in np.argsort(-scores)[:10]]
