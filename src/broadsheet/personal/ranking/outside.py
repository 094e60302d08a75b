"""Papers from outside of what is known of a reader."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from broadsheet.personal.pool import Pool
from broadsheet.personal.ranking.closeness import Scores

_FAR = 0.5  # share of the candidates, the least close ones, that count as outside whatever their categories
_TRIED = 8  # papers that each place is drawn from


def places_for(exploration: float, limit: int) -> int:
    """Return how many of `limit` places go to papers from outside: the share, rounded, a half upwards."""
    return int(limit * exploration + 0.5)


def choose_outside(
    pool: Pool, order: Sequence[int], general: Scores, *, known: frozenset[str], number: int, seed: str
) -> list[int]:
    """Draw places of the pool from outside: those of other categories first, else those least close.

    `order` are the candidates, the best for the reader first, `known` the reader's categories, and `general` how good
    each paper is for anybody: the best are drawn from, by the seed alone.
    """
    strange = [place for place in order if known.isdisjoint(pool.papers[place].categories)] if known else []
    far = list(order[int(len(order) * (1 - _FAR)) :]) if len(strange) < number else []
    outside = list(dict.fromkeys([*strange, *far]))
    if len(outside) < number:
        outside = list(dict.fromkeys([*outside, *reversed(order)]))
    first = np.argsort(-general[outside], kind="stable")[: max(number * _TRIED, number)]
    drawn = sorted((_lot(seed, int(pool.keys[outside[one]])), int(one)) for one in first)
    return [outside[one] for _, one in drawn[:number]]


def spread(best: Sequence[int], outside: Sequence[int]) -> list[int]:
    """Put places from outside among the best ones at even distances, none of them first."""
    if not outside:
        return list(best)
    every, step = list(best), (len(best) + len(outside)) / len(outside)
    for turn, place in enumerate(outside):
        every.insert(min(len(every), max(1, int((turn + 1) * step) - 1)), place)
    return every


def _lot(seed: str, key: int) -> bytes:
    return blake2b(f"{seed} {key}".encode(), digest_size=8).digest()
