"""Learn which figures of an abstract are claims: logistic regression over words around the figure, its unit and shape.

python -m models.facts.train_results            cross-validate, then learn from all and write the weights
python -m models.facts.train_results --measure  cross-validate only
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import orjson
from bench.annotated import Annotated, Claim, development, training
from bench.fact_scores import as_facts, matched, measured, value_key
from bench.report import ROOT
from models.facts.results_agreement import agreement

from broadsheet.extract.facts.learned import linear
from broadsheet.extract.facts.results.features import Place, features_of
from broadsheet.extract.facts.results.find import find_results, places_in
from broadsheet.extract.facts.results.judge import Judge
from broadsheet.extract.facts.text import Sentence, prepare
from broadsheet.model.facts import Fact

WEIGHTS = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "results.json"
FOLDS = 10
SEED = 20260101
RECALL = 0.77  # of training(): leaves a precision of about 0.9 there
_STRENGTH = 0.1  # of the data against the prior (scikit-learn's C)
_RAREST = 2  # figures that show a feature


def main() -> None:
    """Cross-validate, print, and write the weights."""
    options = argparse.ArgumentParser("python -m models.facts.train_results", description=__doc__)
    options.add_argument("--measure", action="store_true", help="write nothing")
    only_measure = options.parse_args().measure
    papers, found = _papers(), _out_of_fold()
    count = len(development())
    threshold = _threshold(papers[count:], found[count:])
    print(f"threshold {threshold:.3f}")
    for what, part in (("development", slice(None, count)), ("training", slice(count, None))):
        chosen = _above(found[part], threshold)
        score = measured(papers[part], chosen)["results"]
        for name, one in (("precision", score.precision), ("recall", score.recall)):
            print(f"{what}: {name} {one.value:.3f} ({one.low:.2f} to {one.high:.2f}) of {score.count}")
        print(f"{what}: {agreement(papers[part], chosen)}")
    _print_calibration(papers, found)
    if not only_measure:
        model = learn(papers)
        stored = {**model, "threshold": round(threshold, 3)}
        WEIGHTS.write_bytes(orjson.dumps(stored, option=orjson.OPT_SORT_KEYS) + b"\n")
        print(f"{len(model['weights'])} weights, {WEIGHTS.stat().st_size} bytes")


def out_of_fold() -> list[tuple[Fact, ...]]:
    """Return the results of each paper of `development()`, learned from other papers."""
    count = len(development())
    return _above(_out_of_fold(), _threshold(_papers()[count:], _out_of_fold()[count:]))[:count]


def out_of_fold_training() -> list[tuple[Fact, ...]]:
    """Return the results of each paper of `training()`, learned from other papers."""
    count = len(development())
    return _above(_out_of_fold(), _threshold(_papers()[count:], _out_of_fold()[count:]))[count:]


def learn(papers: Sequence[Annotated]) -> dict[str, Any]:
    """Learn from annotated papers; bias and weights, as they are stored."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [row for paper in papers for row in rows_of(paper)]
    seen = Counter(feature for features, _ in rows for feature in features)
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(
        [{feature: 1.0 for feature in features if seen[feature] >= _RAREST} for features, _ in rows]
    )
    model = LogisticRegression(C=_STRENGTH, max_iter=2000)
    model.fit(table, [right for _, right in rows])
    named = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {name: round(float(weight), 3) for name, weight in named if abs(weight) >= 0.001}
    return {"bias": round(float(model.intercept_[0]), 3), "weights": weights}


def rows_of(paper: Annotated) -> list[tuple[list[str], bool]]:
    """Return features of every figure of a paper, and whether it was annotated as a claim, whatever its unit."""
    free = list(paper.results)
    rows = []
    for place, sentence in places_in(prepare(paper.title, paper.abstract)):
        claim = next((one for one in free if _states(place, sentence, one)), None)
        if claim is not None:
            free.remove(claim)
        rows.append((sorted(features_of(place)), claim is not None))
    return rows


def _states(place: Place, sentence: Sentence, claim: Claim) -> bool:
    figure = place.figures[place.index]
    value = place.tokens.text[figure.value_start : figure.value_end]
    start, end = sentence.start + figure.value_start, sentence.start + figure.value_end
    overlaps = claim.where == sentence.where and start < claim.end and claim.start < end
    return overlaps and value_key(value) == value_key(claim.value)


@cache
def _papers() -> list[Annotated]:
    return development() + training()


@cache
def _out_of_fold() -> list[tuple[Fact, ...]]:
    """Return for each paper all its figures with their chances, learned from the other folds."""
    papers = _papers()
    order = np.random.RandomState(SEED).permutation(len(papers))
    found: list[tuple[Fact, ...]] = [() for _ in papers]
    for fold in range(FOLDS):
        held = order[fold::FOLDS].tolist()
        model = linear(learn([papers[index] for index in order.tolist() if index not in set(held)]))
        for index in held:
            paper = papers[index]
            datasets = [Fact("dataset", name) for name in paper.datasets]
            found[index] = find_results(prepare(paper.title, paper.abstract), datasets, Judge(model, 0.0))
    return found


def _threshold(papers: Sequence[Annotated], found: Sequence[tuple[Fact, ...]]) -> float:
    """Return the highest chance that leaves the recall wanted: a wrong figure harms more than a missing one."""
    said = sum(len(paper.results) for paper in papers)
    right = sorted(
        (
            fact.confidence
            for paper, facts in zip(papers, found, strict=True)
            for _, fact in matched(as_facts(paper), facts)
        ),
        reverse=True,
    )
    return right[min(len(right) - 1, int(RECALL * said))]


def _above(found: Sequence[tuple[Fact, ...]], threshold: float) -> list[tuple[Fact, ...]]:
    return [tuple(fact for fact in facts if fact.confidence >= threshold) for facts in found]


def _print_calibration(papers: Sequence[Annotated], found: Sequence[tuple[Fact, ...]]) -> None:
    for low in (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.0: 0.2, 0.2: 0.4, 0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        within = [tuple(fact for fact in facts if low <= fact.confidence < high) for facts in found]
        mean = np.mean([fact.confidence for facts in within for fact in facts])
        count = sum(len(matched(as_facts(paper), facts)) for paper, facts in zip(papers, within, strict=True))
        right = count / max(1, sum(map(len, within)))
        print(f"chance {low:.2f} to {high:.2f}: mean {mean:.2f}, right {right:.2f}")


if __name__ == "__main__":
    main()
