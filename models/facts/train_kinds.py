"""Learn to tell the kinds of papers: how abstracts of a kind are written, from titles; then from annotated papers.

python -m models.facts.train_kinds            cross-validate, then learn from all and write the weights
python -m models.facts.train_kinds --measure  cross-validate only

Both stages are linear, so their sum is one table of weights.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from bench.annotated import Annotated, development, training
from bench.report import ROOT
from models.facts.kinds_by_titles import told_by_titles
from models.facts.train_systems import out_of_fold as names_of_development
from models.facts.train_systems import out_of_fold_training as names_of_training
from numpy.typing import NDArray

from broadsheet.extract.facts.kinds import features_of, packed, told
from broadsheet.extract.facts.text import PaperText, prepare
from broadsheet.model.facts import PAPER_KINDS, Fact

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "kinds.json"
FOLDS = 5
STRENGTH = 0.06
RAREST = 4  # annotated papers
WEIGHT = 2.0  # of a paper of the development set, whose convention counts
EVENED = 0.5  # power: how much more a paper of a rare kind counts
TITLES_STRENGTH = 0.003
TITLES_RAREST = 15  # abstracts of the first stage
TITLES_WEIGHT = 2.0  # of the first stage's odds, of standard deviation 1, beside features that are 0 or 1
KEPT = 6_000  # features

Weights = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """An annotated paper."""

    kind: str
    features: set[str]
    of_development: bool
    text: PaperText


def main() -> None:
    """Print figures; write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    titles = learn_from_titles()
    seeds, others = _rows(development(), names_of_development()), _rows(training(), names_of_training())
    for name, measured, rest in (("development", seeds, others), ("training", others, seeds)):
        guessed = cross_validated(measured, rest, titles)
        right = [kind == row.kind for row, (kind, _) in zip(measured, guessed, strict=True)]
        print(f"{name}: {sum(right)} of {len(right)} right, {np.mean(right):.3f}")
        for least, most in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
            inside = [ok for ok, (_, chance) in zip(right, guessed, strict=True) if least <= chance < most]
            print(f"  said {least:.2f} to {most:.2f}: {len(inside)}, of which right {np.mean(inside or [0]):.3f}")
        for kind in PAPER_KINDS:
            of_kind = [ok for ok, row in zip(right, measured, strict=True) if row.kind == kind]
            print(f"  {kind}: {sum(of_kind)} of {len(of_kind)} found")
    if not given.measure:
        OUTPUT.write_bytes(orjson.dumps(learn([*seeds, *others], titles), option=orjson.OPT_SORT_KEYS) + b"\n")


def out_of_fold() -> list[tuple[Fact, ...]]:
    """Return the kind of each paper of `development()`, learned from other papers."""
    measured, rest = _rows(development(), names_of_development()), _rows(training(), names_of_training())
    return _facts(cross_validated(measured, rest, learn_from_titles()))


def out_of_fold_training() -> list[tuple[Fact, ...]]:
    """Return the kind of each paper of `training()`, learned from other papers."""
    measured, rest = _rows(training(), names_of_training()), _rows(development(), names_of_development())
    return _facts(cross_validated(measured, rest, learn_from_titles()))


def _facts(guessed: Sequence[tuple[str, float]]) -> list[tuple[Fact, ...]]:
    return [(Fact("kind", kind, confidence=chance),) for kind, chance in guessed]


def _rows(papers: Sequence[Annotated], names: Sequence[tuple[Fact, ...]]) -> list[Row]:
    """The papers with the names that were read of them by weights that had not learned from them."""
    found = []
    for paper, facts in zip(papers, names, strict=True):
        text = prepare(paper.title, paper.abstract)
        found.append(Row(paper.kind, set(features_of(text, facts)), paper.id.startswith("seed"), text))
    return found


def cross_validated(measured: Sequence[Row], rest: Sequence[Row], titles: Weights) -> list[tuple[str, float]]:
    """Return for each paper the kind, with its chance, that a model says which did not learn from the paper."""
    guessed: dict[int, tuple[str, float]] = {}
    for fold in range(FOLDS):
        weights = packed(learn([*rest, *(row for at, row in enumerate(measured) if at % FOLDS != fold)], titles))
        for at in range(len(measured))[fold::FOLDS]:
            guessed[at] = told(measured[at].text, measured[at].features, weights)
    return [guessed[at] for at in range(len(measured))]


def learn_from_titles() -> Weights:
    """Learn from abstracts whose titles tell their kind; weights of every feature for every kind."""
    from sklearn.linear_model import LogisticRegression

    rows = told_by_titles()
    names = _frequent([features for _, features in rows], TITLES_RAREST)
    model = LogisticRegression(C=TITLES_STRENGTH, max_iter=300)
    model.fit(_table([features for _, features in rows], names), [PAPER_KINDS.index(kind) for kind, _ in rows])
    return {"(always)": list(model.intercept_)} | {name: list(model.coef_[:, at]) for at, name in enumerate(names)}


def learn(rows: Sequence[Row], titles: Weights) -> Weights:
    """Learn the weights of every feature for every kind, both stages together."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    features = [row.features for row in rows]
    names, first = _frequent(features, RAREST), sorted(titles.keys() - {"(always)"})
    coarse = np.array([titles[name] for name in first])
    odds = _table(features, first) @ coarse + np.array(titles["(always)"])
    middle, spread = odds.mean(axis=0), odds.std(axis=0) / TITLES_WEIGHT
    kinds = np.array([PAPER_KINDS.index(row.kind) for row in rows])  # type: ignore[arg-type]
    counts = np.bincount(kinds, minlength=len(PAPER_KINDS)) + 5
    counting = (counts.max() / counts[kinds]) ** EVENED * [WEIGHT if row.of_development else 1.0 for row in rows]
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    model.fit(hstack([_table(features, names), csr_matrix((odds - middle) / spread)]).tocsr(), kinds, counting)
    direct, through = model.coef_[:, : len(names)].T, (model.coef_[:, len(names) :] / spread).T
    weights = dict(zip(first, coarse @ through, strict=True))
    for name, row in zip(names, direct, strict=True):
        weights[name] = weights.get(name, 0.0) + row
    always = model.intercept_ + (np.array(titles["(always)"]) - middle) @ through
    return {"(always)": _rounded(always)} | {name: _rounded(row) for name, row in _heaviest(weights, features)}


def _heaviest(weights: dict[str, Any], features: Sequence[set[str]]) -> list[tuple[str, NDArray[np.float64]]]:
    """The features that decide most over all papers."""
    seen = Counter(name for each in features for name in each)
    ordered = sorted(weights.items(), key=lambda item: (-float(np.ptp(item[1])) * (seen[item[0]] + 1) ** 0.5, item[0]))
    return ordered[:KEPT]


def _rounded(row: NDArray[np.float64]) -> list[float]:
    return [round(float(each), 3) for each in row]


def _frequent(rows: Sequence[set[str]], rarest: int) -> list[str]:
    seen = Counter(name for features in rows for name in features)
    return sorted(name for name, count in seen.items() if count >= rarest)


def _table(rows: Sequence[set[str]], names: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix

    column = {name: at for at, name in enumerate(names)}
    pairs = [(line, column[name]) for line, features in enumerate(rows) for name in features if name in column]
    lines, columns = zip(*sorted(pairs), strict=True)
    return csr_matrix((np.ones(len(pairs)), (lines, columns)), shape=(len(rows), len(names)))


if __name__ == "__main__":
    main()
