"""How fast abstracts are read, and that hostile texts take time in proportion to their length."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from bench.corpus import CORPUS
from bench.hostile import HOSTILE
from bench.report import Figure
from broadsheet.extract.facts.read import read
from broadsheet.harvest.files import adapt, read_file
from broadsheet.model.raw import RawRecord
from broadsheet.store.fact_rows import pack

PAPERS = 20_000
CORPUS_SIZE = 132_742
_BATCH = 500
_SHORT, _LONG = 4_500, 18_000  # characters: both are read whole
_Text = tuple[str, str]


def speed(count: int = PAPERS) -> list[Figure]:
    """Read papers of the corpus in one process and in two, results packed as they are stored."""
    texts = [(record.title, record.abstract) for record in map(adapt, islice(_records(), count))]
    batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
    _read_batch(texts[:_BATCH])
    started = time.perf_counter()
    facts = sum(_read_batch(batch) for batch in batches)
    alone = len(texts) / (time.perf_counter() - started)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_read_batch, batches[:4]))
        started = time.perf_counter()
        list(pool.map(_read_batch, batches))
        together = len(texts) / (time.perf_counter() - started)
    return [
        Figure(f"{len(texts):,} papers of the corpus: facts of a paper", facts / len(texts), ""),
        Figure("abstracts read in one process", alone, "a second"),
        Figure("abstracts read in two processes", together, "a second", 1_500, True),
        Figure(f"{CORPUS_SIZE:,} papers in two processes, projected", CORPUS_SIZE / together, "s", 100),
    ]


def growth() -> list[Figure]:
    """Read hostile texts of one length and of four times that; tell the worst growth beyond four times."""
    rows = [(_worst_time(make(_LONG)), _worst_time(make(_SHORT)), name) for name, make in HOSTILE.items()]
    slowest, _, slowest_name = max(rows)
    # Below half a millisecond the clock and what is done once a paper say more than the text.
    ratio, ratio_name = max((long / max(short, 0.0005) / 4, name) for long, short, name in rows)
    return [
        Figure(
            f"hostile texts: {len(rows)}, {_LONG:,} characters, slowest ({slowest_name.strip()!r})",
            1000 * slowest,
            "ms",
        ),
        Figure(f"hostile texts: time for four times the length / 4, worst ({ratio_name.strip()!r})", ratio, "", 2),
    ]


def _worst_time(text: str) -> float:
    """Processor time of reading a text as abstract, and as title: the worse of the two, each the best of three."""
    return max(min(_timed("A title", text) for _ in range(3)), min(_timed(text, "An abstract.") for _ in range(3)))


def _timed(title: str, abstract: str) -> float:
    started = time.process_time()
    read(title, abstract)
    return time.process_time() - started


def _read_batch(texts: Sequence[_Text]) -> int:
    readings = [read(title, abstract).facts for title, abstract in texts]
    for facts in readings:
        pack(facts)
    return sum(map(len, readings))


def _records() -> Iterator[RawRecord]:
    return (raw for raw in read_file(CORPUS, CORPUS.name) if isinstance(raw, RawRecord))
