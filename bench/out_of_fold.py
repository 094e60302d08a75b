"""Readings of the annotated papers in which nothing was learned on the paper itself.

A recipe of `models/facts/` whose weights are learned on annotated papers offers two functions,
`out_of_fold() -> list[tuple[Fact, ...]]`: for each paper of `development()`, in its order, the facts of its kind, read
with weights that were learned without that paper; and `out_of_fold_training()`, the same for `training()`.
"""

import importlib
import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.annotated import Annotated
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
_OFFERS = {"development": "out_of_fold", "training": "out_of_fold_training"}


@dataclass(frozen=True, slots=True)
class Readings:
    """Facts of each paper, and the kinds of facts among them that were read out of fold."""

    facts: list[tuple[Fact, ...]]
    out_of_fold: tuple[FactKind, ...] = ()


def read_all(papers: Sequence[Annotated]) -> Readings:
    """Read papers with what is shipped; what is too uncertain to be shown to readers does not count."""
    return Readings([_shown(read(paper.title, paper.abstract).facts) for paper in papers])


def read_out_of_fold(papers: Sequence[Annotated], which: Papers) -> Readings:
    """Read papers with what is shipped, and whatever has a recipe that offers it, out of fold."""
    readings = read_all(papers).facts
    held_out: list[FactKind] = []
    for kind, recipe in RECIPES.items():
        if (offered := _offered(recipe, _OFFERS[which])) is None:
            continue
        held_out.append(kind)
        readings = [
            (*(fact for fact in whole if fact.kind != kind), *_shown(fact for fact in own if fact.kind == kind))
            for whole, own in zip(readings, offered, strict=True)
        ]
    return Readings(readings, tuple(held_out))


def _offered(recipe: str, function: str) -> list[tuple[Fact, ...]] | None:
    if importlib.util.find_spec(recipe) is None:
        return None
    offer = getattr(importlib.import_module(recipe), function, None)
    return None if offer is None else list(offer())


def _shown(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if is_shown(fact))
