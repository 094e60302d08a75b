"""A simulated stream of papers with what is counted about them: the truth of it is known, the formula is not in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

BEFORE, DAYS = 60, 60  # days of papers before the first day that is counted, and days that are
A_DAY = 120
# Shares of papers and how loud a category is: the loudest gets sixty times what the quietest does.
SIZES = np.array([0.28, 0.2, 0.15, 0.12, 0.1, 0.07, 0.05, 0.03])
LOUD = np.array([6.0, 3.0, 2.0, 1.0, 0.7, 0.4, 0.2, 0.1])
ACCOUNTS = 300
VOTES_A_DAY = 400.0
FAVOURITES = 40
STARTING = 14  # bursts that begin on a day
SEEN = 3.0  # additional counts a day from which on a burst can be seen at all

# Series: kind, source.
SERIES = (
    ("upvotes", "huggingface"),
    ("comments", "huggingface"),
    ("stars", "github"),
    ("citations", "openalex"),
    ("citations", "semanticscholar"),
)


@dataclass(frozen=True, slots=True)
class Stream:
    """What was counted of every paper until the end of each day.

    `born`: the day a paper was announced, may be below 0. `totals` is series × day × paper; `known`, series × paper,
    says who has the series. `votes` has a row for each vote: day, account, paper. `bursts` is day × paper.
    """

    born: Places
    category: Places
    has_code: NDArray[np.bool_]
    novelty: Numbers
    rising: Places
    expected_rising: Numbers
    totals: Numbers
    known: NDArray[np.bool_]
    votes: Places
    bursts: NDArray[np.bool_]


def simulate(seed: int) -> Stream:
    """Draw a stream."""
    random = np.random.default_rng(seed)
    born = np.repeat(np.arange(-BEFORE, DAYS), A_DAY)
    category = random.choice(len(SIZES), len(born), p=SIZES)
    quality = random.lognormal(0.0, 1.0, len(born))
    known = _known(random, category)
    base = _rates(random, born, category, quality)
    usual = _usual(base, born, category)
    favourites = random.choice(np.flatnonzero(born < -20), FAVOURITES, replace=False)
    base[:, :, favourites] = _steady(random)
    known[:, favourites] = True
    base *= known[:, None, :]
    readers = _reader_rates(born, quality)
    shapes, felt = _plant(random, born, category)
    extra = shapes[None] * felt[:-1, None, :] * usual * known[:, None, :]
    more = shapes * felt[-1] * _usual(readers[None], born, category)[0]
    grown = _count(random, base + extra)
    tastes = _tastes(random)
    votes = _vote(random, readers + more, category, tastes)
    extent = extra.sum(axis=0) + _expected_votes(readers + more, category, tastes) * more / np.maximum(
        readers + more, 1e-9
    )
    expected_rising = random.gamma(4.0, 1.0, len(born))
    return Stream(
        born=born,
        category=category,
        has_code=known[2],
        novelty=random.random(len(born)),
        rising=np.minimum(random.poisson(expected_rising), 50),
        expected_rising=expected_rising,
        totals=_read(random, grown, favourites),
        known=known,
        votes=votes,
        bursts=(shapes > 0.5) & (extent >= SEEN),
    )


def _known(random: np.random.Generator, category: Places) -> NDArray[np.bool_]:
    """Services pick papers, those of loud fields sooner; a fourth has code; everything is cited."""
    picked = random.random(len(category)) < 0.15 + 0.05 * np.minimum(LOUD[category], 4)
    code = random.random(len(category)) < 0.25
    everything = np.ones(len(category), dtype=np.bool_)
    return np.stack([picked, picked, code, everything, everything])


def _rates(random: np.random.Generator, born: Places, category: Places, quality: Numbers) -> Numbers:
    """What each paper gets a day: upvotes for some days, stars for weeks, citations later; nothing before its day."""
    age = np.arange(DAYS)[:, None] - born[None, :]
    alive = age >= 0
    old = np.maximum(age, 0)
    liked = quality * LOUD[category]
    useful = LOUD[category] * quality**0.7 * random.lognormal(0.0, 0.8, len(born))
    upvotes = liked * (3.0 * np.exp(-old / 2.5) + 0.02)
    stars = useful * 2.0 / (1 + old / 5)
    cited = 0.03 * quality * np.sqrt(LOUD[category]) * np.minimum(old / 60, 1)
    return np.stack([upvotes, 0.15 * upvotes, stars, cited, 0.8 * cited]) * alive


def _steady(random: np.random.Generator) -> Numbers:
    """An old favourite's rates: high, and the same every day."""
    a_day = np.stack([random.lognormal(mean, 0.5, FAVOURITES) for mean in (1.0, -1.0, 3.0, 0.0, 0.0)])
    return np.repeat(a_day[:, None, :], DAYS, axis=1)


def _reader_rates(born: Places, quality: Numbers) -> Numbers:
    age = np.arange(DAYS)[:, None] - born[None, :]
    return np.where(age >= 0, quality * (np.exp(-np.maximum(age, 0) / 2.0) + 0.005), 0.0)


def _plant(random: np.random.Generator, born: Places, category: Places) -> tuple[Numbers, Numbers]:
    """Return how much of its burst a paper has on each day (0 to 1), and how many-fold each series of it rises.

    Categories are drawn alike, so many bursts are in quiet ones. Bursts are short or long, sudden or slow.
    """
    shapes = np.zeros((DAYS, len(born)))
    felt = np.zeros((len(SERIES) + 1, len(born)))
    for day in range(DAYS):
        for _ in range(random.poisson(STARTING)):
            age = int(random.integers(0, 3) if random.random() < 0.6 else random.integers(3, 40))
            able = np.flatnonzero((born == day - age) & (category == random.integers(len(SIZES))))
            if len(able):
                paper = random.choice(able)
                shape = _shape(random)[: DAYS - day]
                shapes[day : day + len(shape), paper] = np.maximum(shapes[day : day + len(shape), paper], shape)
                feels = random.random(len(SERIES) + 1) < 0.7
                felt[:, paper] = feels * random.lognormal(np.log(25.0), 0.4)
    return shapes, felt


def _shape(random: np.random.Generator) -> Numbers:
    length = int(random.integers(2, 7))
    forms: tuple[Callable[[Numbers], Numbers], ...] = (
        lambda part: np.exp(-2.5 * part),
        lambda part: 0.2 + 0.8 * part,
        np.ones_like,
        lambda part: np.sin(np.pi * (0.15 + 0.7 * part)),
    )
    return forms[random.integers(len(forms))](np.linspace(0, 1, length))


def _usual(rates: Numbers, born: Places, category: Places) -> Numbers:
    """The mean rate at a paper's age in its category, for every paper on every day."""
    age = np.arange(DAYS)[:, None] - born[None, :]
    group = np.maximum(age, 0) * len(SIZES) + category[None, :]
    alive = (age >= 0).astype(np.float64).ravel()
    sizes = np.maximum(np.bincount(group.ravel(), weights=alive), 1)
    means = [np.bincount(group.ravel(), weights=series.ravel(), minlength=len(sizes)) / sizes for series in rates]
    return np.stack([mean[group] for mean in means]) * (age >= 0)


def _count(random: np.random.Generator, rates: Numbers) -> Numbers:
    """Counts of a day: more scattered than by chance alone, and fewer at the weekend."""
    weekend = np.where(np.arange(DAYS) % 7 >= 5, 0.5, 1.0)
    scattered = rates * weekend[None, :, None] * random.gamma(3.0, 1 / 3.0, rates.shape)
    return random.poisson(scattered).astype(np.float64)


def _read(random: np.random.Generator, grown: Numbers, favourites: Places) -> Numbers:
    """Totals as a reader sees them once a day: one reading in twenty does not come, and shows a day later."""
    totals = np.cumsum(grown, axis=1)
    totals[:, :, favourites] += random.lognormal(6.0, 1.0, (len(SERIES), 1, len(favourites))).round()
    seen = random.random(totals.shape) > 0.05
    for day in range(1, DAYS):
        totals[:, day] = np.where(seen[:, day], totals[:, day], totals[:, day - 1])
    return totals


@dataclass(frozen=True, slots=True)
class _Tastes:
    """How often each account votes on a day, and how much it likes each category."""

    votes: Numbers
    likes: Numbers


def _tastes(random: np.random.Generator) -> _Tastes:
    """Some accounts vote much, most little, and most love two or three categories."""
    activity = random.lognormal(0.0, 1.0, ACCOUNTS)
    share = SIZES * LOUD / (SIZES @ LOUD)
    return _Tastes(VOTES_A_DAY * activity / activity.sum(), random.dirichlet(3 * share, ACCOUNTS))


def _vote(random: np.random.Generator, rates: Numbers, category: Places, tastes: _Tastes) -> Places:
    """Let accounts vote by their tastes. Nobody votes for a paper twice."""
    voted: set[tuple[int, int]] = set()
    votes = []
    for day, rate in enumerate(rates):
        alive = np.flatnonzero(rate)
        for account, number in enumerate(random.poisson(tastes.votes)):
            weight = np.cumsum(rate[alive] * tastes.likes[account][category[alive]])
            for paper in alive[np.searchsorted(weight, random.random(number) * weight[-1])].tolist():
                if (account, paper) not in voted:
                    voted.add((account, paper))
                    votes.append((day, account, paper))
    return np.array(votes, dtype=np.intp)


def _expected_votes(rates: Numbers, category: Places, tastes: _Tastes) -> Numbers:
    """How many votes each paper may expect on each day."""
    sums = np.stack([np.bincount(category, weights=rate, minlength=len(SIZES)) for rate in rates])
    share = tastes.votes[:, None] / np.maximum(tastes.likes @ sums.T, 1e-9)  # account × day
    per_category = share.T @ tastes.likes  # day × category
    expected: Numbers = rates * per_category[:, category]
    return expected


def with_ring(stream: Stream, seed: int, *, fresh: bool, accounts: int = 25) -> tuple[Stream, Places]:
    """Let a ring vote together for one new paper a day, and return that with rows of day and paper.

    The ring's accounts also vote for what is liked, each for itself, one vote for two of the ring; or, `fresh`, they
    are new accounts for every paper.
    """
    random = np.random.default_rng(seed)
    rows, targets = [], []
    for day in range(10, DAYS):
        paper = int(random.choice(np.flatnonzero((stream.born <= day) & (stream.born > day - 3))))
        targets.append((day, paper))
        first = ACCOUNTS + (day * accounts if fresh else 0)
        rows += [(day, first + one, paper) for one in range(accounts)]
        if not fresh:
            liked = stream.votes[stream.votes[:, 0] == day][:, 2]
            rows += [(day, first + one, int(random.choice(liked))) for one in range(accounts) if random.random() < 0.5]
    votes = np.unique(np.concatenate([stream.votes, np.array(rows, dtype=np.intp)]), axis=0)
    return replace(stream, votes=votes), np.array(targets, dtype=np.intp)


def with_doubling(stream: Stream, source: str, day: int) -> Stream:
    """From that day on a source gives twice what it counted."""
    totals = stream.totals.copy()
    for place, series in enumerate(SERIES):
        if series[1] == source:
            totals[place, day:] *= 2
    return replace(stream, totals=totals)


def with_dead_source(stream: Stream, source: str, day: int) -> Stream:
    """From that day on nothing new is heard of a source."""
    totals = stream.totals.copy()
    for place, series in enumerate(SERIES):
        if series[1] == source:
            totals[place, day:] = totals[place, day - 1]
    return replace(stream, totals=totals)
