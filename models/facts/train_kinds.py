"""Learn to tell the kinds of papers, from annotated papers.

python -m models.facts.train_kinds            cross-validate, then learn from all and write the weights
python -m models.facts.train_kinds --measure  cross-validate only
"""

import argparse
from collections import Counter
from collections.abc import Sequence

import numpy as np
import orjson
from bench.annotated import Annotated, development, training
from bench.report import ROOT

from broadsheet.extract.facts.kinds import features_of, told
from broadsheet.extract.facts.systems.find import find_systems
from broadsheet.extract.facts.text import PaperText, prepare
from broadsheet.model.facts import PAPER_KINDS, Fact

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "kinds.json"
FOLDS = 5
STRENGTH = 0.06
RAREST = 4
KEPT = 2000  # features
WEIGHT = 3.0  # of a paper of the development set, whose convention counts

Row = tuple[str, set[str], bool, PaperText]  # kind, features, whether it is of the development set, text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    seeds, others = [_row(paper) for paper in development()], [_row(paper) for paper in training()]
    for name, measured, rest in (("development", seeds, others), ("training", others, seeds)):
        guessed = cross_validated(measured, rest)
        right = [kind == row[0] for row, (kind, _) in guessed]
        print(f"{name}: {sum(right)} of {len(right)} right, {np.mean(right):.3f}")
        for least, most in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
            inside = [ok for ok, (_, (_, chance)) in zip(right, guessed, strict=True) if least <= chance < most]
            print(f"  said {least:.2f} to {most:.2f}: {len(inside)}, of which right {np.mean(inside or [0]):.3f}")
        print("  ", Counter((row[0], kind) for row, (kind, _) in guessed if kind != row[0]).most_common(8))
    if not given.measure:
        OUTPUT.write_bytes(orjson.dumps(learn([*seeds, *others]), option=orjson.OPT_SORT_KEYS) + b"\n")


def out_of_fold() -> list[tuple[Fact, ...]]:
    """Return the kind of each paper of `development()`, learned from other papers."""
    return _facts(development(), training())


def out_of_fold_training() -> list[tuple[Fact, ...]]:
    """Return the kind of each paper of `training()`, learned from other papers."""
    return _facts(training(), development())


def _facts(measured: Sequence[Annotated], others: Sequence[Annotated]) -> list[tuple[Fact, ...]]:
    rows = [_row(paper) for paper in measured]
    guessed = cross_validated(rows, [_row(paper) for paper in others])
    # Folds give papers back in their own order.
    order = [at for fold in range(FOLDS) for at in range(len(rows))[fold::FOLDS]]
    found = {at: Fact("kind", kind, confidence=chance) for at, (_, (kind, chance)) in zip(order, guessed, strict=True)}
    return [(found[at],) for at in range(len(rows))]


def _row(paper: Annotated) -> Row:
    text = prepare(paper.title, paper.abstract)
    return paper.kind, features_of(text, find_systems(text)), paper.id.startswith("seed"), text


def cross_validated(measured: Sequence[Row], rest: Sequence[Row]) -> list[tuple[Row, tuple[str, float]]]:
    """Return what models say of papers that they did not learn from."""
    guessed: list[tuple[Row, tuple[str, float]]] = []
    for fold in range(FOLDS):
        weights = learn([*rest, *(row for at, row in enumerate(measured) if at % FOLDS != fold)])
        guessed += [(row, told(row[3], row[1], weights)) for row in measured[fold::FOLDS]]
    return guessed


def learn(rows: Sequence[Row]) -> dict[str, list[float]]:
    """Learn the weights of every feature for every kind."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_selection import chi2
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for _, features, _, _ in rows for name in features)
    names = sorted(name for name, count in seen.items() if count >= RAREST)
    column = {name: at for at, name in enumerate(names)}
    pairs = [(line, column[name]) for line, row in enumerate(rows) for name in sorted(row[1]) if name in column]
    lines, columns = zip(*pairs, strict=True)
    table = csr_matrix((np.ones(len(pairs)), (lines, columns)), shape=(len(rows), len(names)))
    kinds = np.array([PAPER_KINDS.index(kind) for kind, _, _, _ in rows])  # type: ignore[arg-type]
    kept = np.sort(np.argsort(-chi2(table, kinds)[0], kind="stable")[:KEPT])
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    model.fit(table[:, kept], kinds, sample_weight=[WEIGHT if seed else 1.0 for _, _, seed, _ in rows])
    weights = {names[at]: [round(float(each), 3) for each in model.coef_[:, place]] for place, at in enumerate(kept)}
    return {"(always)": [round(float(each), 4) for each in model.intercept_]} | weights


if __name__ == "__main__":
    main()
