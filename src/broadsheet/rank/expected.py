"""How much a count grows within a window for papers of an age and a category: learned from the window itself."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import floor, isfinite

Cell = tuple[int, str]  # age bin, category
READERS_KINDS = frozenset({"vote", "save"})  # every paper of the library is open to them

_FULL = 0.95  # the share of grown papers whose growth counts in full
_FIRST = 1.0  # the growth of the one paper that is thought of before any is known


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
class _Group:
    """Papers with a series: their number, the amounts above zero in rising order, and the sums of those below each."""

    papers: int
    grown: tuple[float, ...]
    below: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """All that is known of one kind of one source; the sums are bounded, each with its number of papers."""

    everything: _Group
    bins: Mapping[int, _Group]
    cells: Mapping[Cell, _Group]
    sums: Mapping[int, tuple[float, int]]  # of each age bin
    sums_of: Mapping[str, Mapping[int, tuple[float, int]]]  # of each category by age bin


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was learned from the growth of all papers; `expected` reads it."""

    series: Mapping[tuple[str, str], _Series]
    prior: float


def age_bin(age: float) -> int:
    """Return the bin of an age in whole days: 0, 1, 2, 3, then two bins to a doubling: 4-5, 6-7, 8-11, 12-15, 16-23."""
    days = int(age) if age > 0 and isfinite(age) else 0
    if days < 2:
        return days
    octave = days.bit_length() - 1
    return 2 * octave + (days >> octave - 1 & 1)


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
    amounts: defaultdict[tuple[str, str], defaultdict[Cell, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in growth:
        amounts[one.kind, one.source][age_bin(one.age), one.category].append(_usable(one.amount))
    return Expectation(
        {
            series: _learn_series(cells, papers if papers and series[0] in everywhere else {})
            for series, cells in amounts.items()
        },
        prior,
    )


def expected(learned: Expectation, growth: Growth) -> float:
    """Return what the growth of one that was learned from was to be expected, by all papers but itself; above zero.

    From all papers with this count, to those of its age, to those of its age at the pace of its category, to those of
    its age and category: each rate is drawn to the one before it (`_drawn`). Of those in a group that grew, the upper
    twentieth counts as the least of them, so that one giant does not hide its neighbours. docs/ranking.md has it in
    formulas.
    """
    series = learned.series.get((growth.kind, growth.source))
    if series is None:
        return _FIRST
    bin, amount = age_bin(growth.age), _usable(growth.amount)
    total, _ = _bounded(series.everything, amount, _FIRST)
    overall = (total + _FIRST) / series.everything.papers
    total, bound = _bounded(series.bins[bin], amount, _FIRST)
    of_age = _drawn(total, series.bins[bin].papers - 1, overall, learned.prior)
    cell = series.cells[bin, growth.category]
    total, _ = _bounded(cell, amount, bound)
    size = cell.papers - 1
    found, usual = total, size * of_age
    for other, (total_there, size_there) in series.sums_of[growth.category].items():
        if other != bin:
            found += total_there
            usual += size_there * _drawn(*series.sums[other], overall, learned.prior)
    counts = max(learned.prior * overall, 1.0)
    pace = (found + counts) / (usual + counts)
    return _drawn(total, size, of_age * pace, learned.prior)


def _drawn(total: float, size: float, rate: float, prior: float) -> float:
    """Return total / size, drawn to a rate: the mean of a Poisson rate with a Gamma prior.

    The prior weighs `prior` papers, and no less than it takes for one count.
    """
    weight = max(prior, 1 / rate)
    return (total + weight * rate) / (size + weight)


def _learn_series(amounts: Mapping[Cell, list[float]], papers: Mapping[Cell, int]) -> _Series:
    of_bins: defaultdict[int, list[float]] = defaultdict(list)
    sizes: Counter[int] = Counter()
    cells = {}
    for bin, category in sorted(amounts.keys() | papers.keys()):
        seen = amounts.get((bin, category), [])
        cells[bin, category] = _group(seen, max(len(seen), papers.get((bin, category), 0)))
        of_bins[bin] += seen
        sizes[bin] += cells[bin, category].papers
    bins = {bin: _group(seen, sizes[bin]) for bin, seen in of_bins.items()}
    whole = {bin: _bounded(group, 0.0, _FIRST) for bin, group in bins.items()}
    sums_of: defaultdict[str, dict[int, tuple[float, int]]] = defaultdict(dict)
    for (bin, category), group in cells.items():
        sums_of[category][bin] = _bounded(group, 0.0, whole[bin][1])[0], group.papers
    return _Series(
        everything=_group([one for seen in of_bins.values() for one in seen], sizes.total()),
        bins=bins,
        cells=cells,
        sums={bin: (total, sizes[bin]) for bin, (total, _) in whole.items()},
        sums_of=sums_of,
    )


def _group(amounts: list[float], papers: int) -> _Group:
    grown = tuple(sorted(amount for amount in amounts if amount > 0))
    return _Group(papers, grown, tuple(accumulate(grown, initial=0.0)))


def _bounded(group: _Group, amount: float, bound: float) -> tuple[float, float]:
    """Return the sum over all papers but one of that amount, and the bound up to which each of them counts in it.

    The bound is not below the one given, that of the papers around them.
    """
    count = len(group.grown) - (amount > 0)
    if count >= 2:
        place = floor(_FULL * (count - 1))
        is_before = amount > 0 and bisect_left(group.grown, amount) <= place
        bound = max(bound, group.grown[place + is_before])
    last = bisect_right(group.grown, bound)
    total = group.below[last] + bound * (len(group.grown) - last) - min(amount, bound)
    return max(total, 0.0), bound


def _usable(amount: float) -> float:
    return amount if isfinite(amount) and amount > 0 else 0.0
