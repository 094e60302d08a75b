"""Learn which names are a paper's own, from annotated papers.

    python -m models.facts.train_systems            cross-validate, then learn from all and write the weights
    python -m models.facts.train_systems --measure  cross-validate only

Needs `weights/names.json` (corpus_names) and `weights/systems_around.json` (train_systems_around).
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from bench.annotated import Annotated, development, training
from bench.report import ROOT
from models.facts.logistic import fit

from broadsheet.extract.facts.learned import chance, linear, stored
from broadsheet.extract.facts.systems.candidates import candidates
from broadsheet.extract.facts.systems.features import Described, describe
from broadsheet.extract.facts.systems.find import fact_of
from broadsheet.extract.facts.systems.judge import Judged, chosen, known, with_surroundings
from broadsheet.extract.facts.systems.words import words_of
from broadsheet.extract.facts.text import prepare
from broadsheet.model.facts import Fact

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "systems.json"
FOLDS = 10
STRENGTH = 0.3
RAREST = 4
WEIGHT = 5.0  # of a paper of the development set, whose convention counts
PRECISION = 0.90


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated paper, its candidates and their features."""

    paper: Annotated
    found: list[Described]
    features: list[list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--errors", action="store_true", help="of the development set")
    given = parser.parse_args()
    seeds, others = list(map(example, development())), list(map(example, training()))
    guesses = {"development": cross_validated(seeds, others), "training": cross_validated(others, seeds)}
    for name, guessed in guesses.items():
        for threshold in (0.3, 0.34, 0.38, 0.42, 0.46, 0.5):
            precision, recall, long_precision, long_recall = score(guessed, threshold)
            print(
                f"{name} at {threshold}: names {precision:.3f} / {recall:.3f},"
                f" long forms of those {long_precision:.3f} / {long_recall:.3f}"
            )
    threshold = 0.42
    if given.errors:
        show(guesses["development"], threshold)
    if not given.measure:
        model = learn([*seeds, *others]) | {"threshold": threshold}
        OUTPUT.write_bytes(orjson.dumps(model, option=orjson.OPT_SORT_KEYS) + b"\n")


def out_of_fold() -> list[tuple[Fact, ...]]:
    """Return the names of each paper of `development()`, learned from other papers."""
    return _facts(development(), training())


def out_of_fold_training() -> list[tuple[Fact, ...]]:
    """Return the names of each paper of `training()`, learned from other papers."""
    return _facts(training(), development())


def _facts(measured: Sequence[Annotated], others: Sequence[Annotated]) -> list[tuple[Fact, ...]]:
    threshold = stored("systems")["threshold"]
    guessed = cross_validated(list(map(example, measured)), list(map(example, others)))
    found = {one.paper.id: tuple(map(fact_of, chosen(judgements, threshold))) for one, judgements in guessed}
    return [found[paper.id] for paper in measured]


def example(paper: Annotated) -> Example:
    """Return a paper with candidates and their features."""
    title, abstract = words_of(prepare(paper.title, paper.abstract))
    found = describe(candidates(title, abstract), title, abstract, known())
    return Example(paper, found, with_surroundings(found, linear(stored("systems_around"))))


def learn(examples: Sequence[Example]) -> dict[str, Any]:
    """Learn from annotated papers."""
    rows = [row for one in examples for row in one.features]
    right = [found.place.text in one.paper.systems for one in examples for found in one.found]
    weight = [WEIGHT if one.paper.id.startswith("seed") else 1.0 for one in examples for _ in one.found]
    return fit(rows, right, strength=STRENGTH, rarest=RAREST, weight=weight)


def cross_validated(measured: Sequence[Example], others: Sequence[Example]) -> list[tuple[Example, list[Judged]]]:
    """Return what models say of papers that they did not learn from."""
    guessed: list[tuple[Example, list[Judged]]] = []
    for fold in range(FOLDS):
        model = linear(learn([*others, *(one for at, one in enumerate(measured) if at % FOLDS != fold)]))
        for one in measured[fold::FOLDS]:
            chances = [chance(model.logit(row)) for row in one.features]
            guessed.append((one, [Judged(found, how) for found, how in zip(one.found, chances, strict=True)]))
    return guessed


def score(guessed: Sequence[tuple[Example, list[Judged]]], threshold: float) -> tuple[float, float, float, float]:
    """Return precision and recall of names, and of the long forms of the names that are right."""
    right = found = said = long_right = long_found = long_said = 0
    for one, judgements in guessed:
        names = {each.described.place.text: each.described.long_form for each in chosen(judgements, threshold)}
        both = names.keys() & set(one.paper.systems)
        right, found, said = right + len(both), found + len(names), said + len(one.paper.systems)
        long_forms = dict(one.paper.long_forms)
        long_found += sum(bool(names[name]) for name in both)
        long_said += sum(name in long_forms for name in both)
        long_right += sum(
            bool(names[name]) and _plain(names[name]) == _plain(long_forms.get(name, "")) for name in both
        )
    return right / found, right / said, long_right / long_found, long_right / long_said


def _plain(text: str) -> str:
    return text.casefold().replace("-", "").replace(" ", "")


def show(guessed: Sequence[tuple[Example, list[Judged]]], threshold: float) -> None:
    """Print what is wrong."""
    for one, judgements in guessed:
        names = {each.described.place.text: each for each in chosen(judgements, threshold)}
        long_forms = dict(one.paper.long_forms)
        chances = {each.described.place.text: each.chance for each in judgements}
        lines = [f"  + {name} {names[name].chance:.2f}" for name in names if name not in one.paper.systems]
        lines += [f"  - {name} {chances.get(name, -1):.2f}" for name in one.paper.systems if name not in names]
        for name in names.keys() & set(one.paper.systems):
            read, said = names[name].described.long_form, long_forms.get(name, "")
            if _plain(read) != _plain(said):
                lines.append(f"  ~ {name}: {read!r}, not {said!r}")
        if lines:
            print(one.paper.id, one.paper.kind, one.paper.title, *lines, sep="\n")


if __name__ == "__main__":
    main()
