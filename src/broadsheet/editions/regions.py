"""Regions of the collection that grow faster than their categories: rising topics, from dates and vectors alone."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from broadsheet.editions.history import History
from broadsheet.editions.surroundings import Places, Surroundings

_WIDTHS = (15, 30, 60)  # neighbours of a paper that are tried as a region
_FEWEST = 6  # recent papers: fewer are an accident
_LOWER = 1.645  # standard errors below the estimate that a region is judged by: 95 % one-sided
_LEAST = 0.55  # logarithm of the odds ratio, after that: the growth that is at least there
_TRIED = 400  # seeds of each width
_SHARED = 0.3  # of a region's papers that may stand in one listed before
_EDGE = 0.1  # of the papers that make the middle stand further from it than the region reaches
_BEFORE = 60  # earlier papers that tell what was there already
_WEEKS = 26  # shown in its chart
_HALF = 0.5  # added to each cell of the fourfold table (Haldane and Anscombe)


@dataclass(frozen=True, slots=True)
class Region:
    """Papers that stand together, and how much faster they grow than their categories.

    `middle` is a unit vector; `members` and `before`, the nearest earlier papers, are places, nearest to it first.
    `rising` members are recent where `expected` would be at the pace of their categories; `growth` is the odds ratio of
    the two. `deviance` says how unlikely that is by chance: twice the logarithm of the likelihood ratio (G²; Dunning,
    "Accurate methods for the statistics of surprise and coincidence", 1993).
    """

    middle: NDArray[np.float32]
    members: Places
    before: Places
    rising: int
    expected: float
    growth: float
    deviance: float


def rising_regions(history: History, found: Surroundings, limit: int) -> list[Region]:
    """Find the regions whose growth is least likely by chance, none of which shares much with one before it.

    Each recent paper's 15, 30 and 60 nearest are tried. A seed's recent neighbours give the middle of its region; the
    region is what stands as close to that middle as most of them. Odds: a region's recent papers to its earlier ones,
    over the same at the pace of its papers' categories.
    """
    chosen: list[Region] = []
    taken = np.zeros(len(history), dtype=np.bool_)
    for place, width in _seeds(history, found):
        core = np.append(found.of[place], found.near[place, :width])
        core = core[history.recent[core]]
        if taken[core].mean() > _SHARED:
            continue
        region = _around(history, core)
        if region is None:
            continue
        recent = region.members[history.recent[region.members]]
        if taken[recent].mean() > _SHARED:
            continue
        taken[recent] = True
        chosen.append(region)
        if len(chosen) == limit:
            break
    return sorted(chosen, key=lambda one: (-one.deviance, int(one.members[0])))


def weekly(history: History, region: Region, last_day: int) -> tuple[int, ...]:
    """Count a region's papers by week of seven days, oldest first, the last one ending with a day."""
    weeks = (last_day - history.days[region.members]) // 7
    number = np.bincount(weeks[(weeks >= 0) & (weeks < _WEEKS)], minlength=_WEEKS)
    return tuple(number[::-1].tolist())


def _seeds(history: History, found: Surroundings) -> list[tuple[int, int]]:
    """Return places in the surroundings with a width, those that surely grow most first."""
    scored: list[tuple[float, int, int]] = []
    for width in _WIDTHS:
        near = found.near[:, :width]
        if near.shape[1] < _FEWEST:
            continue
        number, share = history.recent[near].sum(axis=1), history.pace[near].sum(axis=1)
        surely = _surely(number, share, near.shape[1])
        surely[(number < _FEWEST) | ~history.recent[found.of]] = -np.inf
        best = np.argsort(-surely, kind="stable")[:_TRIED]
        scored += [(float(surely[one]), width, int(one)) for one in best if surely[one] > 0]
    return [(place, width) for _, width, place in sorted(scored, key=lambda one: (-one[0], one[1], one[2]))]


def _around(history: History, core: Places) -> Region | None:
    """Return the region around the middle of some papers, None where it does not surely grow."""
    rows = history.rows[core].astype(np.float32)
    middle = rows.mean(axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-9)
    edge = float(np.quantile(rows @ middle, _EDGE))
    cosines = _cosines(history.rows, middle)
    members = np.flatnonzero(cosines >= edge)
    members = members[np.argsort(-cosines[members], kind="stable")]
    rising, share = int(history.recent[members].sum()), float(history.pace[members].sum())
    if rising < _FEWEST:
        return None
    size = len(members)
    if _surely(np.array([rising]), np.array([share]), size)[0] < _LEAST:
        return None
    odds = (rising + _HALF) / (share + _HALF) * (size - share + _HALF) / (size - rising + _HALF)
    earlier = np.flatnonzero(~history.recent)
    before = earlier[np.argsort(-cosines[earlier], kind="stable")[:_BEFORE]]
    return Region(middle, members, before, rising, share, odds, _deviance(rising, share, size))


def _deviance(rising: int, share: float, size: int) -> float:
    earlier, before = size - rising, size - share
    return 2 * (rising * log(rising / share) + (earlier * log(earlier / before) if earlier else 0.0))


def _surely(rising: NDArray[np.int64], share: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Return the log odds ratio less 1.645 standard errors."""
    odds = np.log((rising + _HALF) / (share + _HALF)) - np.log((size - rising + _HALF) / (size - share + _HALF))
    error = np.sqrt(1 / (rising + _HALF) + 1 / (size - rising + _HALF))
    surely: NDArray[np.float64] = odds - _LOWER * error
    return surely


def _cosines(rows: NDArray[np.float16], middle: NDArray[np.float32], block: int = 16_384) -> NDArray[np.float32]:
    parts = [rows[start : start + block].astype(np.float32) @ middle for start in range(0, len(rows), block)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)
