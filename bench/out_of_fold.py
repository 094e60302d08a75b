"""Readings of the annotated papers in which nothing was learned on the paper itself.

A recipe of `models/facts/` whose weights are learned on annotated papers offers a function
`out_of_fold(papers) -> list[tuple[Fact, ...]]`: for each of these papers the facts of its kind, read with weights that
were learned without that paper. It is given `development()` and `training()` together, in this order.
"""

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.annotated import Annotated, development, training
from broadsheet.extract.facts.read import read
from broadsheet.facts.confidence import is_shown
from broadsheet.model.facts import Fact, FactKind

Papers = Literal["development", "training"]
RECIPES: dict[FactKind, str] = {
    "system": "models.facts.train_systems",
    "result": "models.facts.train_results",
    "dataset": "models.facts.train_datasets",
    "kind": "models.facts.train_kinds",
}


@dataclass(frozen=True, slots=True)
class Readings:
    """Facts of each paper, and the kinds of facts among them that were read out of fold."""

    facts: list[tuple[Fact, ...]]
    out_of_fold: tuple[FactKind, ...] = ()


def read_all(papers: Sequence[Annotated]) -> Readings:
    """Read papers with what is shipped; what is too uncertain to be shown to readers does not count."""
    return Readings([_shown(read(paper.title, paper.abstract).facts) for paper in papers])


def read_out_of_fold(which: Papers) -> tuple[list[Annotated], Readings]:
    """Read papers with what is shipped, and whatever has a recipe that offers it, out of fold."""
    known, learned_on = development(), training()
    papers = known if which == "development" else learned_on
    own = slice(0, len(known)) if which == "development" else slice(len(known), None)
    readings = read_all(papers).facts
    held_out: list[FactKind] = []
    for kind, recipe in RECIPES.items():
        offer = _offer(recipe)
        if offer is None:
            continue
        held_out.append(kind)
        offered = list(offer([*known, *learned_on]))[own]
        readings = [
            (*(fact for fact in whole if fact.kind != kind), *_shown(fact for fact in one if fact.kind == kind))
            for whole, one in zip(readings, offered, strict=True)
        ]
    return papers, Readings(readings, tuple(held_out))


def _offer(recipe: str) -> Callable[[Sequence[Annotated]], Sequence[tuple[Fact, ...]]] | None:
    if importlib.util.find_spec(recipe) is None:
        return None
    return getattr(importlib.import_module(recipe), "out_of_fold", None)


def _shown(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if is_shown(fact))
