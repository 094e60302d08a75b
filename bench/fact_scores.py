"""How what was read of papers is held against what was annotated: what is right, with intervals.

- Names of systems and datasets, exact: the same characters. By key: `model.entities.entity_key` is the same, so that
  `CIFAR10` and `CIFAR-10` are one. Each name counts once a paper.
- Long forms: name and long form, the long form but for case, hyphens and spaces. "Of names that are right": only names
  that were annotated and found, with exactly these characters, count.
- Addresses: the same characters but for a last slash, as code or as project page, as annotated.
- Results: value and unit are the same and the spans overlap; each annotated result counts once. Values are compared as
  rows of numbers without sign (`300%-800` is 300 and 800, `75.2 +- 2.7` is 75.2 and 2.7, `six` is 6, `half` and `halve`
  are 0.5, `two thirds` stays words); units in normal form (`extract.facts.results.units`) without case, plural, where
  `x`, `×`, `times`, `fold`, `factor` are one and so are `points` and `percentage points`, `%` and `percent`, and the
  name of a score is no unit; no unit is the empty one.
- Kind: the same word.

Precision is right / found, recall right / annotated, over all papers together. Intervals hold 95 % of the figures of
10,000 draws of as many papers, with replacement.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.annotated import Annotated
from broadsheet.extract.facts.results.units import normal_unit
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import PAPER_KINDS, Fact, Measure

Read = Sequence[Fact]
_DRAWS = 10_000
_SEED = 7

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_HOLDS_UNIT = re.compile(r"hal[fv]|doubl|tripl|twice|thrice")
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {
    **{word: float(number) for number, word in enumerate(_COUNTED)},
    **dict.fromkeys(("half", "halve", "halves", "halved", "halving"), 0.5),
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), 2.0),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling", "thrice"), 3.0),
    "fifteen": 15.0,
    "twenty": 20.0,
    "hundred": 100.0,
    "thousand": 1000.0,
}
_UNITS = {
    **dict.fromkeys(("×", "\\times", "$\\times$", "times", "time", "fold", "-fold", "factor", "times faster"), "x"),
    **dict.fromkeys(("percent", "per cent", "\\%", "$\\%$"), "%"),
    **dict.fromkeys(("percentage point", "percent point", "pp", "pt", "% point", "%-point"), "point"),
    **dict.fromkeys(("frame per second", "frames per second"), "fps"),
    **dict.fromkeys(("bleu", "f1", "auc", "miou", "map", "iou", "rouge", "f1 score", "score"), ""),
    "orders of magnitude": "order of magnitude",
    "decibel": "db",
    "s": "second",
    "sec": "second",
    "ms": "millisecond",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Of one paper: how many facts are right, were found, were annotated."""

    right: int
    found: int
    said: int


@dataclass(frozen=True, slots=True)
class Score:
    """A figure with the interval that holds 95 % of the draws."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of one part, and the counts they stand on."""

    precision: Score
    recall: Score
    f1: Score
    count: Count


def measured(papers: Sequence[Annotated], readings: Sequence[Read]) -> dict[str, Scores]:
    """Return the scores of each part of PARTS."""
    return {
        part: _scores([compare(paper, facts) for paper, facts in zip(papers, readings, strict=True)])
        for part, compare in PARTS.items()
    }


def accuracy(papers: Sequence[Annotated], readings: Sequence[Read]) -> Score:
    """Return the share of papers whose kind is right."""
    right = [float(kind_of(facts) == paper.kind) for paper, facts in zip(papers, readings, strict=True)]
    return _score(np.array([right, np.ones(len(right))]).T, lambda sums: _ratio(sums[..., 0], sums[..., 1]))


def kappa(papers: Sequence[Annotated], readings: Sequence[Read]) -> Score:
    """Return Cohen's kappa for the kind: agreement above what the two shares of kinds give by chance."""
    pairs = [(paper.kind, kind_of(facts)) for paper, facts in zip(papers, readings, strict=True)]
    kinds = [*PAPER_KINDS, ""]
    rows = np.zeros((len(pairs), 2 * len(kinds) + 2))
    for row, (one, other) in zip(rows, pairs, strict=True):
        row[kinds.index(one)] = row[len(kinds) + kinds.index(other)] = row[-1] = 1
        row[-2] = one == other

    def above_chance(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        total = sums[..., -1]
        shares = sums[..., : len(kinds)] * sums[..., len(kinds) : -2]
        chance = shares.sum(axis=-1) / total**2
        return _ratio(sums[..., -2] / total - chance, 1 - chance)

    return _score(rows, above_chance)


def as_facts(paper: Annotated) -> tuple[Fact, ...]:
    """Return what was annotated as if it had been extracted: to hold one reader against the other."""
    long_forms = dict(paper.long_forms)
    return (
        Fact("kind", paper.kind),
        *(Fact("system", name, long_form=long_forms.get(name, "")) for name in paper.systems),
        *(Fact("code", address) for address in paper.code),
        *(Fact("project", address) for address in paper.project),
        *(
            Fact("result", "", one.where, one.start, one.end, measure=Measure(one.value, one.unit))
            for one in paper.results
        ),
        *(Fact("dataset", name) for name in paper.datasets),
    )


def kind_of(facts: Read) -> str:
    """Return the kind that was read, empty where none was."""
    return next((fact.text for fact in facts if fact.kind == "kind"), "")


def names(facts: Read, kind: str) -> set[str]:
    """Return the names of a kind of fact, as compared exactly."""
    return {" ".join(fact.text.split()) for fact in facts if fact.kind == kind}


def long_forms(facts: Read) -> set[tuple[str, str]]:
    """Return names with their long forms, as compared."""
    found = ((" ".join(fact.text.split()), loose(fact.long_form)) for fact in facts if fact.kind == "system")
    return {(name, long_form) for name, long_form in found if long_form}


def addresses(facts: Read) -> set[tuple[str, str]]:
    """Return addresses with what they are told to be, as compared."""
    return {(fact.kind, fact.text.rstrip("/")) for fact in facts if fact.kind in ("code", "project")}


def matched(said: Read, found: Read) -> list[tuple[Fact, Fact]]:
    """Pair annotated results with found ones that are right; each stands in one pair at most."""
    free = [fact for fact in found if fact.kind == "result"]
    pairs: list[tuple[Fact, Fact]] = []
    for one in said:
        fit = next((other for other in free if one.kind == "result" and _same_result(one, other)), None)
        if fit is not None:
            free.remove(fit)
            pairs.append((one, fit))
    return pairs


def loose(text: str) -> str:
    """Return a long form as compared: without case, hyphens and more than one space."""
    return " ".join(re.sub(r"[-‐-–~]", " ", text).casefold().split())


def value_key(value: str) -> tuple[float, ...] | str:
    """Return a value as compared: the row of its numbers without sign."""
    numbers = tuple(float(one.replace(",", "") or 0) for one in _NUMBER.findall(value))
    words = tuple(_WORDS[word] for word in re.findall(r"[a-z]+", value.casefold()) if word in _WORDS)
    return numbers or (words if len(words) == 1 else " ".join(value.casefold().split()))


def unit_key(unit: str) -> str:
    """Return a unit as compared."""
    plain = normal_unit(unit).casefold()
    if plain in _UNITS:
        return _UNITS[plain]
    single = plain[:-1] if len(plain) > 3 and plain.endswith("s") else plain
    return _UNITS.get(single, single)


def _same_result(one: Fact, other: Fact) -> bool:
    if one.measure is None or other.measure is None or one.where != other.where:
        return False
    if one.start >= other.end or other.start >= one.end:
        return False
    if value_key(one.measure.value) != value_key(other.measure.value):
        return False
    holds_unit = not one.measure.unit and _HOLDS_UNIT.match(one.measure.value.casefold())
    return bool(holds_unit) or unit_key(one.measure.unit) == unit_key(other.measure.unit)


def _sets(said: set[str] | set[tuple[str, str]], found: set[str] | set[tuple[str, str]]) -> Count:
    return Count(len(said & found), len(found), len(said))


def _long_forms_of_right(paper: Annotated, facts: Read) -> Count:
    said = as_facts(paper)
    right = names(said, "system") & names(facts, "system")
    return _sets(
        {pair for pair in long_forms(said) if pair[0] in right}, {p for p in long_forms(facts) if p[0] in right}
    )


def _results(paper: Annotated, facts: Read) -> Count:
    right = len(matched(as_facts(paper), facts))
    return Count(right, sum(fact.kind == "result" for fact in facts), len(paper.results))


def _keys(found: set[str]) -> set[str]:
    return {entity_key(name) for name in found}


_Compare = Callable[[Annotated, Read], Count]
PARTS: Mapping[str, _Compare] = {
    "systems": lambda paper, facts: _sets(names(as_facts(paper), "system"), names(facts, "system")),
    "systems by key": lambda paper, facts: _sets(
        _keys(names(as_facts(paper), "system")), _keys(names(facts, "system"))
    ),
    "long forms": lambda paper, facts: _sets(long_forms(as_facts(paper)), long_forms(facts)),
    "long forms of names that are right": _long_forms_of_right,
    "addresses": lambda paper, facts: _sets(addresses(as_facts(paper)), addresses(facts)),
    "results": _results,
    "datasets": lambda paper, facts: _sets(names(as_facts(paper), "dataset"), names(facts, "dataset")),
    "datasets by key": lambda paper, facts: _sets(
        _keys(names(as_facts(paper), "dataset")), _keys(names(facts, "dataset"))
    ),
}


def _scores(counts: Sequence[Count]) -> Scores:
    rows = np.array([(one.right, one.found, one.said) for one in counts], dtype=np.float64)
    total = Count(*(int(number) for number in rows.sum(axis=0)))
    return Scores(
        _score(rows, lambda sums: _ratio(sums[..., 0], sums[..., 1])),
        _score(rows, lambda sums: _ratio(sums[..., 0], sums[..., 2])),
        _score(rows, lambda sums: _ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2])),
        total,
    )


def _score(rows: NDArray[np.float64], figure: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Score:
    """Compute a figure from the sums of the papers' rows, and from the sums of papers drawn again."""
    dice = np.random.default_rng(_SEED)
    draws = dice.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=_DRAWS)
    drawn = figure(draws @ rows)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, (2.5, 97.5)) if len(drawn) else (np.nan, np.nan)
    return Score(float(figure(rows.sum(axis=0))), float(low), float(high))


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide; not a number where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan), dtype=np.float64)
