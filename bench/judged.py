"""Another labelled set: CISI and Cranfield, whose questions stand for readers and their judged documents for papers.

Half of the documents, by a digest, stand for the library as it was: what is known of a reader is among them. The other
half are new, and ranked.
"""

import gzip
import hashlib
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from bench.ranked import MEAN, OURS, SANITY, Quality, judge
from bench.report import ROOT, SHARED, Figure
from bench.rivals import nearest_mean, sanity, tfidf
from broadsheet.embed.registry import open_embedder
from broadsheet.personal.likeness.background import background_of
from broadsheet.personal.likeness.compare import compare, prepare
from broadsheet.personal.likeness.facts import Facts
from broadsheet.personal.likeness.terms import read_terms
from broadsheet.personal.ranking.closeness import closeness

_SETS = (("cisi", 5), ("cisi", 20), ("cranfield", 3), ("cranfield", 5))  # with how many documents that are known
_LEAST = 2  # relevant documents that are to be found
_GRADE = 1


def topics(half: str, limit: int) -> list[Figure]:
    """Rank the new documents of each collection from some old ones that are known to answer a question."""
    figures = []
    for name, size in _SETS:
        found = _run(name, size, half, limit)
        means = {way: float(np.mean([one.ndcg for one in every])) for way, every in found.items()}
        best = max(means[SANITY], means[MEAN])
        title = f"{name}, {size} known, {len(found[OURS])} questions"
        figures += [Figure(f"{title}, nDCG@10: {way}", mean, "") for way, mean in means.items()]
        figures.append(Figure(f"{title}: nDCG@10 above the better of them", 100 * (means[OURS] / best - 1), "%"))
    return figures


def _run(name: str, size: int, half: str, limit: int) -> dict[str, list[Quality]]:
    folder = SHARED / "eval" / name
    facts, features, place_of = _documents(folder)
    is_old = np.array([_digest(f"{name} document {place}") % 2 == 0 for place in range(len(facts))])
    old, new = np.flatnonzero(is_old), np.flatnonzero(~is_old)
    background = background_of(facts.only(old))
    field = prepare(background, background.weigh(facts.only(new)), {})
    found: dict[str, list[Quality]] = {OURS: [], SANITY: [], MEAN: []}
    for question, relevant in sorted(_relevant(folder, place_of).items()):
        known = sorted((one for one in relevant if is_old[one]), key=lambda one: _digest(f"{question} {one}"))
        wanted = np.isin(new, sorted(relevant))
        of_half = (_digest(f"{name} {question}") % 2 == 0) == (half == "tuning")
        if not of_half or len(known) < size or wanted.sum() < _LEAST or len(found[OURS]) == limit:
            continue
        profile = known[:size]
        ours = closeness(field, compare(field, background.weigh(facts.only(profile))), np.ones(size))
        found[OURS].append(judge(ours, wanted))
        found[SANITY].append(judge(sanity(features, profile, np.arange(len(facts)), new), wanted))
        found[MEAN].append(judge(nearest_mean(facts.rows, profile, new), wanted))
    return found


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _documents(folder: Path) -> tuple[Facts, object, dict[str, int]]:
    with gzip.open(folder / "corpus.jsonl.gz", "rb") as file:
        rows = [orjson.loads(line) for line in file]
    texts = [f"{row.get('title', '')}\n{row.get('abstract') or row.get('text', '')}" for row in rows]
    keys = np.arange(len(rows), dtype=np.int64)
    terms = tuple(read_terms(text) for text in texts)
    facts = Facts(keys, terms, _vectors(folder.name, texts), tuple(frozenset[str]() for _ in rows))
    return facts, tfidf(texts), {str(row["id"]): place for place, row in enumerate(rows)}


def _vectors(name: str, texts: list[str]) -> NDArray[np.float32]:
    kept = ROOT / "data" / f"{name}.npy"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        np.save(kept, open_embedder("minilm").embed(texts))
    return np.asarray(np.load(kept), dtype=np.float32)


def _relevant(folder: Path, place_of: dict[str, int]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        question, document, *grade = line.split("\t")
        if document in place_of and int((grade or ["1"])[0]) >= _GRADE:
            found.setdefault(question, set()).add(place_of[document])
    return found
