"""How much a count grows within a window for papers of an age and a category: learned from the window itself."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import floor, isfinite

Cell = tuple[int, str]  # age bin, category
_Place = tuple[str, str, int | None, str | None]  # kind, source, age bin or all of them, category or all of them

READERS_KINDS = frozenset({"vote", "save"})  # every paper of the library is open to them
_BOUND = 0.9  # the share of grown papers that count in full
_FIRST = 1.0  # the growth of the one paper that is expected before any is known


@dataclass(frozen=True, slots=True)
class Growth:
    """How much one count of one paper grew within the window; `age` in days at its end, `category` the primary one."""

    paper: int
    kind: str
    source: str
    amount: float
    age: float
    category: str


@dataclass(frozen=True, slots=True)
class _Level:
    """The papers of one place: their number, the amounts above zero in rising order, and the sums below each."""

    papers: int
    grown: tuple[float, ...]
    below: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was learned from the growth of all papers; `expected` reads it."""

    levels: Mapping[_Place, _Level]
    prior: float


def age_bin(age: float) -> int:
    """Return the bin of an age in days: 0 below a day, then 1, 2 to 3, 4 to 7, 8 to 15 and so on."""
    return int(age).bit_length() if age > 0 and isfinite(age) else 0


def learn(
    growth: Iterable[Growth],
    *,
    prior: float,
    papers: Mapping[Cell, int] | None = None,
    everywhere: Collection[str] = READERS_KINDS,
) -> Expectation:
    """Learn what is to be expected from every paper that has a series, those that did not grow included.

    Of counts in `everywhere`, which any paper may get, the growth above zero is enough: `papers` has the number of
    papers of each age bin and category. `prior` is `Weights.cohort_prior`.
    """
    amounts: defaultdict[tuple[str, str, int, str], list[float]] = defaultdict(list)
    for one in growth:
        amounts[one.kind, one.source, age_bin(one.age), one.category].append(_usable(one.amount))
    pooled: defaultdict[_Place, list[float]] = defaultdict(list)
    number: defaultdict[_Place, int] = defaultdict(int)
    exposed = papers or {}
    series = {(kind, source) for kind, source, *_ in amounts if kind in everywhere}
    cells = amounts.keys() | {(*one, *cell) for one in series for cell in exposed}
    for kind, source, bin, category in cells:
        seen = amounts.get((kind, source, bin, category), [])
        size = max(len(seen), exposed.get((bin, category), 0) if kind in everywhere else 0)
        for place in _places(kind, source, bin, category):
            pooled[place] += [amount for amount in seen if amount > 0]
            number[place] += size
    return Expectation({place: _level(pooled[place], number[place]) for place in number}, prior)


def expected(learned: Expectation, growth: Growth) -> float:
    """Return what a paper's growth was expected to be, by all papers but itself; always above zero.

    From all papers with this count to those of its age to those of its age and category, each level is drawn to the
    one before it as if that were `prior` papers more: the mean of a Poisson rate with a Gamma prior. Of each level's
    papers that grew the upper tenth counts as the least of them, so that one giant does not hide its neighbours.
    """
    amount = _usable(growth.amount)
    rate, bound, weight = _FIRST, _FIRST, 1.0
    for place in _places(growth.kind, growth.source, age_bin(growth.age), growth.category):
        level = learned.levels.get(place)
        if level is not None:
            total, bound = _others(level, amount, bound)
            rate = (total + weight * rate) / (max(level.papers - 1, 0) + weight)
        weight = learned.prior
    return rate


def _places(kind: str, source: str, bin: int, category: str) -> tuple[_Place, _Place, _Place]:
    return (kind, source, None, None), (kind, source, bin, None), (kind, source, bin, category)


def _level(amounts: list[float], papers: int) -> _Level:
    grown = tuple(sorted(amounts))
    return _Level(papers, grown, tuple(accumulate(grown, initial=0.0)))


def _others(level: _Level, amount: float, bound: float) -> tuple[float, float]:
    """Return the bounded sum over all papers but one of that amount, and the bound.

    Where fewer than two others grew, the bound is the one given, that of the level above.
    """
    count = len(level.grown) - (amount > 0)
    if count < 2:
        return min(max(level.below[-1] - amount, 0.0), bound), bound
    place = floor(_BOUND * (count - 1))
    is_below = amount > 0 and bisect_left(level.grown, amount) <= place
    last = place + 1 if is_below else place
    bound = level.grown[last]
    return level.below[last] - (amount if is_below else 0.0) + bound * (count - place), bound


def _usable(amount: float) -> float:
    return amount if isfinite(amount) and amount > 0 else 0.0
