"""Learn which names are those of datasets, from annotated papers.

    python -m models.facts.train_datasets            cross-validate, then learn from all and write the weights
    python -m models.facts.train_datasets --measure  cross-validate only; --errors shows what is wrong

Needs `weights/dataset_names.json` (gather_datasets) and the weights of systems.
"""

import argparse
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from bench.annotated import Annotated, development, training
from bench.report import ROOT
from models.facts.logistic import fit

from broadsheet.extract.facts.datasets.features import Described, describe
from broadsheet.extract.facts.datasets.find import Judge, Judged, chosen, find_datasets, known
from broadsheet.extract.facts.learned import chance, linear
from broadsheet.extract.facts.systems.find import find_systems
from broadsheet.extract.facts.text import prepare
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "datasets.json"
FOLDS = 10
STRENGTH = 0.3
RAREST = 3
WEIGHT = 2.0  # of a paper of the development set, whose convention counts
THRESHOLD = 0.5
Papers = Literal["development", "training"]


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated paper, its systems as they were read, and its candidates."""

    paper: Annotated
    systems: tuple[Fact, ...]
    found: list[Described]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    seeds, others = examples("development"), examples("training")
    for name, measured, rest in (("development", seeds, others), ("training", others, seeds)):
        guessed = cross_validated(measured, rest)
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
            figures = " ".join(f"{figure:.3f}" for figure in score(guessed, threshold))
            print(f"{name} at {threshold}: exact precision, recall, by key precision, recall: {figures}")
        if given.errors:
            show(guessed)
    if not given.measure:
        model = learn([*seeds, *others]) | {"threshold": THRESHOLD}
        OUTPUT.write_bytes(orjson.dumps(model, option=orjson.OPT_SORT_KEYS) + b"\n")
        print(f"{len(model['weights']):,} weights, {OUTPUT.stat().st_size:,} bytes")


def examples(which: Papers) -> list[Example]:
    """Return the annotated papers with their candidates."""
    papers = development() if which == "development" else training()
    return [_example(paper, systems) for paper, systems in zip(papers, _systems(papers, which), strict=True)]


def _example(paper: Annotated, systems: tuple[Fact, ...]) -> Example:
    return Example(paper, systems, describe(prepare(paper.title, paper.abstract), systems, known()))


def _systems(papers: Sequence[Annotated], which: Papers) -> list[tuple[Fact, ...]]:
    """The systems of each paper as read by what did not learn from it, where the recipe of systems offers that."""
    recipe = importlib.import_module("models.facts.train_systems")
    offered = getattr(recipe, "out_of_fold" if which == "development" else "out_of_fold_training", None)
    if offered is not None:
        return [tuple(fact for fact in facts if fact.kind == "system") for facts in offered()]
    return [find_systems(prepare(paper.title, paper.abstract)) for paper in papers]


def learn(papers: Sequence[Example]) -> dict[str, Any]:
    """Learn from annotated papers."""
    rows = [sorted(found.features) for one in papers for found in one.found]
    right = [found.name in one.paper.datasets for one in papers for found in one.found]
    weight = [WEIGHT if one.paper.id.startswith("seed") else 1.0 for one in papers for _ in one.found]
    return fit(rows, right, strength=STRENGTH, rarest=RAREST, weight=weight)


def cross_validated(measured: Sequence[Example], others: Sequence[Example]) -> list[tuple[Example, list[Judged]]]:
    """Return what models say of papers that they did not learn from, in the order of the papers."""
    guessed: dict[int, tuple[Example, list[Judged]]] = {}
    for fold in range(FOLDS):
        model = linear(learn([*others, *(one for at, one in enumerate(measured) if at % FOLDS != fold)]))
        for at in range(fold, len(measured), FOLDS):
            one = measured[at]
            guessed[at] = one, [Judged(found, chance(model.logit(found.features))) for found in one.found]
    return [guessed[at] for at in sorted(guessed)]


def score(guessed: Sequence[tuple[Example, list[Judged]]], threshold: float) -> tuple[float, float, float, float]:
    """Return precision and recall of names as written, and of their keys."""
    right = found = said = key_right = 0
    for one, judged in guessed:
        names = {each.described.name for each in chosen(judged, threshold)}
        right, found, said = (
            right + len(names & set(one.paper.datasets)),
            found + len(names),
            said + len(one.paper.datasets),
        )
        key_right += len({*map(entity_key, names)} & {*map(entity_key, one.paper.datasets)})
    return right / max(1, found), right / said, key_right / max(1, found), key_right / said


def show(guessed: Sequence[tuple[Example, list[Judged]]]) -> None:
    """Print what is wrong."""
    for one, judged in guessed:
        names = {each.described.name: each.chance for each in chosen(judged, THRESHOLD)}
        chances = {each.described.name: each.chance for each in judged}
        lines = [f"  + {name} {names[name]:.2f}" for name in names if name not in one.paper.datasets]
        lines += [f"  - {name} {chances.get(name, -1):.2f}" for name in one.paper.datasets if name not in names]
        if lines:
            print(one.paper.id, one.paper.kind, one.paper.title, *lines, sep="\n")


def out_of_fold() -> list[tuple[Fact, ...]]:
    """Return the datasets of each paper of `development()`, read with weights learned without it."""
    return _out_of_fold("development", "training")


def out_of_fold_training() -> list[tuple[Fact, ...]]:
    """Return the datasets of each paper of `training()`, read with weights learned without it."""
    return _out_of_fold("training", "development")


def _out_of_fold(which: Papers, rest: Papers) -> list[tuple[Fact, ...]]:
    measured, others = examples(which), examples(rest)
    read: dict[int, tuple[Fact, ...]] = {}
    for fold in range(FOLDS):
        model = linear(learn([*others, *(one for at, one in enumerate(measured) if at % FOLDS != fold)]))
        by = Judge(known(), model, THRESHOLD)
        for at in range(fold, len(measured), FOLDS):
            paper = measured[at].paper
            read[at] = find_datasets(prepare(paper.title, paper.abstract), measured[at].systems, by)
    return [read[at] for at in sorted(read)]


if __name__ == "__main__":
    main()
