"""Which candidates are the paper's own names: two logistic regressions, one upon the other.

The first knows only the words around a name, and learned from tens of thousands of papers whose title begins with the
name of what they propose. The second learned from annotated papers, with the first one's word among the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from broadsheet.extract.facts.learned import Linear, chance, linear, stored
from broadsheet.extract.facts.systems.candidates import name_key
from broadsheet.extract.facts.systems.features import Described, Known

_SINGLE = ("odd", "capital", "phrase", "odd phrase")
_JOINING = re.compile(r"['”\")]{0,3},?(?: and| or| &)?(?: an?| the)? ['“\"]{0,2}")
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
    phrases = {phrase: int(level) for level, line in lists["phrases"].items() for phrase in line.split("|")}
    return Known(names, frozenset(lists["common"].split(" ")), phrases)


def judged(found: Sequence[Described], by: Judge) -> list[Judged]:
    """Return every candidate with its probability."""
    features = with_surroundings(found, by.around)
    return [Judged(one, chance(by.whole.logit(names))) for one, names in zip(found, features, strict=True)]


def with_surroundings(found: Sequence[Described], around: Linear) -> list[list[str]]:
    """Return the features of every candidate, with what the words around it say."""
    said = [around.logit(one.around) if one.in_abstract else None for one in found]
    best = max((each for each in said if each is not None), default=None)
    beside = _joined(found, said)
    return [
        [*one.features, *one.around, *_said(one, each, best), *_of_partner(one, partner)]
        for one, each, partner in zip(found, said, beside, strict=True)
    ]


def _joined(found: Sequence[Described], said: Sequence[float | None]) -> list[float | None]:
    """Return what is said of the best name that `and` or a comma joins to each: `a quill (Q) and an ink (I)`."""
    best: list[float | None] = [None] * len(found)
    extents = sorted((start, end, at) for at, one in enumerate(found) for start, end in one.extents)
    for (_, end, at), (start, _, other) in pairwise(extents):
        if 1 < start - end < 12 and at != other and found[at].shape in _SINGLE and found[other].shape in _SINGLE:
            text = found[at].candidate.places[-1].words.text
            if _JOINING.fullmatch(text, end, start):
                best[at] = _higher(best[at], said[other])
                best[other] = _higher(best[other], said[at])
    return best


def _higher(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else max(one, other)


def _of_partner(one: Described, partner: float | None) -> list[str]:
    if partner is None:
        return ["partner=none"]
    level = int(max(-8.0, min(8.0, partner)) // 2)
    return [f"partner={level}", f"partner={level}&long={one.long[:3]}"]


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
