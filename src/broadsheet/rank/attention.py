"""Attention: how much a paper's counts grew above what papers of its age and category grow."""

from collections import defaultdict
from collections.abc import Sequence
from math import fsum

from broadsheet.model.edition import Count, Part
from broadsheet.rank import words
from broadsheet.rank.lift import bounded, lift
from broadsheet.settings import Weights

_TOLD = 3  # counts that a reason names


def attention(counts: Sequence[Count], weights: Weights) -> Part:
    """Sum the lifts of a paper's counts, each further one less than the one before it.

    First those of each source, up to a cap, then the sources: who likes a paper in one way likes it in others, and what
    several sources count are often the same readers.
    """
    lifts = [(lift(one.amount, one.expected, weights.count_prior), one) for one in counts if _counts(one)]
    by_source: defaultdict[str, list[float]] = defaultdict(list)
    for value, one in lifts:
        by_source[one.source].append(value)
    best = [bounded(_diminishing(values, weights), weights.source_cap) for values in by_source.values()]
    total = _diminishing(best, weights)
    return Part("attention", weights.attention * total, _reason(lifts))


def _diminishing(values: Sequence[float], weights: Weights) -> float:
    """Sum values, the largest first, each counting `source_share` of what the one before it does."""
    ordered = sorted(values, reverse=True)
    return fsum(value * weights.source_share**place for place, value in enumerate(ordered))


def _counts(one: Count) -> bool:
    return one.kind not in words.NOT_ATTENTION


def _reason(lifts: Sequence[tuple[float, Count]]) -> str:
    told = sorted((pair for pair in lifts if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].source, pair[1].kind))
    texts = [
        f"{words.counted(one.kind, one.source, one.amount)} where {words.number(one.expected)} were to be expected"
        for _, one in told[:_TOLD]
    ]
    more = len(told) - _TOLD
    return "; ".join(texts) + (
        f"; and {more} more count{'s' if more > 1 else ''} above expectation" if more > 0 else ""
    )
