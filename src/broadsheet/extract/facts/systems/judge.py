"""Which candidates are the paper's own names: two logistic regressions, one upon the other.

The first knows only the words around a name, and learned from tens of thousands of papers whose title begins with the
name of what they propose. The second learned from papers annotated by hand, with the first one's word among the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.extract.facts.learned import Linear, chance, linear, stored
from broadsheet.extract.facts.systems.candidates import name_key
from broadsheet.extract.facts.systems.features import Described, Known

_LEVELS = range(-8, 9)


@dataclass(frozen=True, slots=True)
class Judge:
    """What was learned."""

    known: Known
    around: Linear
    whole: Linear
    threshold: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate and the probability that it is a name of the paper's own."""

    described: Described
    chance: float


@cache
def judge() -> Judge:
    """Return what comes with the program."""
    model = stored("systems")
    return Judge(known(), linear(stored("systems_around")), linear(model), model["threshold"])


@cache
def known() -> Known:
    """Return the names and common words of the corpus."""
    lists = stored("names")
    names = {name: int(level) for level, line in lists["names"].items() for name in line.split(" ")}
    return Known(names, frozenset(lists["common"].split(" ")))


def judged(found: Sequence[Described], by: Judge) -> list[Judged]:
    """Return every candidate with its probability."""
    features = with_surroundings(found, by.around)
    return [Judged(one, chance(by.whole.logit(names))) for one, names in zip(found, features, strict=True)]


def with_surroundings(found: Sequence[Described], around: Linear) -> list[list[str]]:
    """Return the features of every candidate, with what the words around it say."""
    said = [around.logit(one.around) if one.in_abstract else None for one in found]
    best = max((each for each in said if each is not None), default=None)
    return [[*one.features, *one.around, *_said(one, each, best)] for one, each in zip(found, said, strict=True)]


def _said(one: Described, logit: float | None, best: float | None) -> list[str]:
    if logit is None:
        return ["around=none"]
    level = int(max(-8.0, min(8.0, logit)) // 1)
    pair = level // 2
    features = [f"around={level}", f"around={pair}&{one.title}", f"around={pair}&known={one.known}"]
    features += [f"around={pair}&{one.shape}", f"around={pair}&{one.long}"]
    for step in _LEVELS:
        if logit <= step:
            break
        features.append(f"around>{step}")
        if step % 2 == 0:
            features += [f"around>{step}&{one.shape}", f"around>{step}&{one.told}"]
    if logit == best:
        features += ["around best", f"around best&{one.shape}"]
    return features


def chosen(found: Sequence[Judged], threshold: float) -> list[Judged]:
    """Return the names, the surest first: of names that hold one another, and of long form and acronym, only one."""
    kept: list[Judged] = []
    for one in sorted(found, key=lambda each: -each.chance):
        if one.chance < threshold:
            break
        if not any(_says_the_same(one.described, other.described) for other in kept):
            kept.append(one)
    return kept


def _says_the_same(one: Described, other: Described) -> bool:
    name, kept = one.place.text, other.place.text
    if other.long_form and name_key(name) == name_key(other.long_form):
        return True
    return f" {name} " in f" {kept} " or f" {kept} " in f" {name} "
