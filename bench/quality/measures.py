"""nDCG@10 with linear gains, MRR@10 and recall@100, query by query, by ir-measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from bench.quality.collections import Collection

# nDCG by trec_eval, whose gain is the grade itself and whose discount is log2(rank + 1).
_MEASURES = {"nDCG@10": nDCG @ 10, "MRR@10": RR @ 10, "R@100": R @ 100}
MEASURES = tuple(_MEASURES)


@dataclass(frozen=True, slots=True)
class Scored:
    """What one system gave for one collection: its lists in the order of the questions, and a score for each of them.

    `scores` has a list for each of MEASURES.
    """

    collection: Collection
    system: str
    lists: Sequence[Sequence[int]]
    scores: Mapping[str, Sequence[float]]

    def mean(self, measure: str = "") -> float:
        """The mean over the questions, by the collection's own measure where none is named."""
        return fmean(self.scores[measure or self.collection.measure])


def score(collection: Collection, system: str, lists: Sequence[Sequence[int]]) -> Scored:
    """Score lists of keys, best first, one for each question; a question without results scores 0."""
    numbered = list(enumerate(zip(collection.questions, lists, strict=True)))
    qrels = [
        Qrel(str(number), str(key), grade)
        for number, (question, _) in numbered
        for key, grade in question.right.items()
    ]
    run = [
        ScoredDoc(str(number), str(key), -float(rank))
        for number, (_, keys) in numbered
        for rank, key in enumerate(keys)
    ]
    scores = {name: [0.0] * len(numbered) for name in MEASURES}
    names = {str(measure): name for name, measure in _MEASURES.items()}
    for one in ir_measures.iter_calc(list(_MEASURES.values()), qrels, run):
        scores[names[str(one.measure)]][int(one.query_id)] = float(one.value)
    return Scored(collection, system, lists, scores)
