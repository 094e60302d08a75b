"""How well a burst of attention is found, and what a ring of voters gains: our formula beside those of others.

A simulated stream (`bench.stream`) has planted bursts, whose papers are known. Every formula ranks all papers at the
end of a day; measured is the share of papers in a burst among its first ten. A formula of another site is measured with
time in hours, as it is published, and in days, with points from everything and from votes alone: its best of these four
stands here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt

import numpy as np

from bench.formulas import Formula, hacker_news, likes, lobsters, ours, points, raw_growth, raw_totals, reddit
from bench.report import Figure, publish
from bench.stream import DAYS, Places, Stream, simulate, with_dead_source, with_doubling, with_ring

SEEDS = range(12, 24)
MEASURED = range(20, DAYS, 5)
_T = 2.201  # Student's t for 12 seeds, 95 %
_DEAD_FOR = 5

OURS = "Broadsheet"
_WAYS = [(unit, count) for unit in (1.0, 24.0) for count in (points, likes)]
OTHERS: Mapping[str, Sequence[Formula]] = {
    "raw totals": [raw_totals],
    "raw growth": [raw_growth],
    "Hacker News": [hacker_news(*way) for way in _WAYS],
    "Reddit hot": [reddit(*way) for way in _WAYS],
    "lobsters": [lobsters(*way) for way in _WAYS],
}
ABLATIONS: Mapping[str, Formula] = {
    "without shrinkage": ours(shrunk=False),
    "without voices": ours(with_voices=False),
    "without expected rates": ours(with_expected=False),
}

WORLDS = (
    "undisturbed",
    "a ring votes",
    "new accounts vote",
    "Hugging Face doubles",
    "GitHub doubles",
    "Hugging Face is dead",
    "GitHub is dead",
)
RINGS = {"a ring votes": False, "new accounts vote": True}

_World = Callable[[int], Stream]  # the stream as it is disturbed for the day that is measured
_Found = dict[tuple[str, str], list[float]]  # of a world and a formula, a mean for every seed


def main() -> None:
    """Measure on twelve seeds; nothing was chosen on them (but on 0 to 11, and 100 to 109)."""
    precision: _Found = defaultdict(list)
    gained: _Found = defaultdict(list)
    first: _Found = defaultdict(list)
    for seed in SEEDS:
        stream = simulate(seed)
        for world, disturbed in zip(WORLDS, _disturb(stream, seed), strict=True):
            for formula, value in _precision(disturbed, ablated=world == "undisturbed").items():
                precision[world, formula].append(value)
        for world, fresh in RINGS.items():
            for formula, (ranks, share) in _ring(stream, seed, fresh=fresh).items():
                gained[world, formula].append(ranks)
                first[world, formula].append(share)
    publish("trending", [*_precision_figures(precision), *_ring_figures(gained, first)])


def _disturb(stream: Stream, seed: int) -> Iterator[_World]:
    """Yield the stream as it is in each of the worlds."""
    yield lambda _: stream
    for fresh in RINGS.values():
        ringed = with_ring(stream, seed, fresh=fresh)[0]
        yield lambda _, ringed=ringed: ringed  # type: ignore[misc]
    for source in ("huggingface", "github"):
        yield lambda day, source=source: with_doubling(stream, source, day)  # type: ignore[misc]
    for source in ("huggingface", "github"):
        yield lambda day, source=source: with_dead_source(stream, source, day - _DEAD_FOR)  # type: ignore[misc]


def _precision(world: _World, *, ablated: bool) -> dict[str, float]:
    """Return the mean precision@10 of each formula over the measured days; of those with four ways, all of them."""
    formulas = dict(_formulas(ABLATIONS if ablated else {}))
    found: dict[str, list[float]] = {name: [] for name in formulas}
    for day in MEASURED:
        stream = world(day)
        for name, formula in formulas.items():
            top = _ranked(stream, formula, day)[:10]
            found[name].append(float(stream.bursts[day, top].mean()))
    return {name: float(np.mean(values)) for name, values in found.items()}


def _ring(stream: Stream, seed: int, *, fresh: bool) -> dict[str, tuple[float, float]]:
    """Return by how many ranks the ring's votes lift its papers on their day, and how often into the first ten."""
    ringed, targets = with_ring(stream, seed, fresh=fresh)
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for day in MEASURED:
        paper = int(targets[targets[:, 0] == day][0, 1])
        for name, formula in _formulas({"without voices": ABLATIONS["without voices"]}):
            before, after = (_place(_ranked(one, formula, day), paper) for one in (stream, ringed))
            found[name].append((before - after, float(after < 10) - float(before < 10)))
    return {name: (float(np.mean(pairs, axis=0)[0]), float(np.mean(pairs, axis=0)[1])) for name, pairs in found.items()}


def _formulas(ablations: Mapping[str, Formula]) -> Iterator[tuple[str, Formula]]:
    yield OURS, ours()
    for name, ways in OTHERS.items():
        yield from ((f"{name}/{place}", way) for place, way in enumerate(ways))
    yield from ablations.items()


def _ranked(stream: Stream, formula: Formula, day: int) -> Places:
    """All papers of the day and before, best first; equal ones newest first, whatever the formula."""
    scores = np.where(stream.born <= day, formula(stream, day), -np.inf)
    return np.lexsort((np.arange(len(scores)), -stream.born, -scores))


def _place(ranked: Places, paper: int) -> int:
    return int(np.flatnonzero(ranked == paper)[0])


def _best(found: _Found, world: str, name: str) -> list[float]:
    """Of the ways of a formula the one with the highest mean."""
    ways = [values for (where, formula), values in found.items() if where == world and formula.split("/")[0] == name]
    return max(ways, key=lambda values: float(np.mean(values)))


def _precision_figures(found: _Found) -> Iterator[Figure]:
    for world in WORLDS:
        mine = found[world, OURS]
        others = {name: _best(found, world, name) for name in OTHERS}
        best = max(others.values(), key=lambda values: float(np.mean(values)))
        yield _figure(f"precision@10, {world}: {OURS}", mine, float(np.mean(best)))
        for name, values in others.items():
            yield _figure(f"precision@10, {world}: {name}", values)
        if world == "undisturbed":
            yield _figure("precision@10, undisturbed: Hacker News as published", found[world, "Hacker News/0"])
            yield _figure("precision@10, undisturbed: Reddit hot as published", found[world, "Reddit hot/0"])
            yield _figure("precision@10, undisturbed: lobsters as published", found[world, "lobsters/0"])
            for name in ABLATIONS:
                yield _figure(f"precision@10, undisturbed: {OURS} {name}", found[world, name])
        less = [one - other for one, other in zip(mine, best, strict=True)]
        yield _figure(f"precision@10, {world}: {OURS} less the best other", less)


def _ring_figures(gained: _Found, first: _Found) -> Iterator[Figure]:
    for world in RINGS:
        raw = float(np.mean(gained[world, "raw totals/0"]))
        yield _figure(f"ranks gained, {world}: {OURS}", gained[world, OURS])
        yield Figure(
            f"ranks gained, {world}: {OURS} / raw totals", float(np.mean(gained[world, OURS])) / raw, "", 1 / 3
        )
        yield _figure(f"ranks gained, {world}: {OURS} without voices", gained[world, "without voices"])
        for name in OTHERS:
            yield _figure(f"ranks gained, {world}: {name}", gained[world, f"{name}/0"])
        for name in (OURS, "without voices", *(f"{other}/0" for other in OTHERS)):
            yield _figure(
                f"brought into the first ten, {world}: {name.split('/')[0]}", first[world, name], percent=True
            )


def _figure(what: str, values: Sequence[float], target: float | None = None, *, percent: bool = False) -> Figure:
    """A mean over seeds with its 95 % interval."""
    scale = 100 if percent else 1
    half = _T * float(np.std(values, ddof=1)) / sqrt(len(values)) * scale
    unit = f"{'% ' if percent else ''}± {half:.3g}"
    return Figure(what, float(np.mean(values)) * scale, unit, target, more_is_better=True)
