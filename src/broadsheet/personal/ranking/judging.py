"""How close papers are to what a reader rated for, and how far from what the reader rated against."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.learn import Taste
from broadsheet.personal.likeness.compare import Alike, Field, compare, prepare
from broadsheet.personal.pool import Pool
from broadsheet.personal.ranking.blend import trust
from broadsheet.personal.ranking.closeness import Scores, closeness, closeness_without_itself

_PUSHED = 0.5  # what closeness to papers rated against counts, beside closeness to those rated for


@dataclass(frozen=True, slots=True)
class Judged:
    """How close each candidate is to a reader's examples; `alike` and `examples` are of those rated for only."""

    close: Scores
    liked: NDArray[np.bool_]
    alike: Alike | None
    field: Field | None
    number: float


def judge(taste: Taste, pool: Pool) -> Judged:
    """Compare the candidates with what a reader rated for and against."""
    weights = taste.weights
    liked, disliked = weights > 0, weights < 0
    if not len(pool) or not len(weights):
        return Judged(np.zeros(len(pool)), liked, None, None, 0.0)
    field = pool.field.value
    alike = compare(field, taste.facts)
    close, pushing = np.zeros(len(pool)), np.zeros(len(pool))
    if liked.any():
        close = closeness(field, alike.of(liked), weights[liked])
    if disliked.any():
        pushing = closeness(field, alike.of(disliked), -weights[disliked])
    number = float(np.abs(weights).sum())
    return Judged(_pushed(close, pushing, weights), liked, alike.of(liked) if liked.any() else None, field, number)


def judge_examples(taste: Taste, pool: Pool) -> Scores:
    """Score a reader's examples as candidates would be, each as if it had not been rated."""
    field, weights = pool.field.value, taste.weights
    alike = compare(field, taste.facts)
    own = compare(prepare(field.background, taste.facts, {}, alone=True), taste.facts)
    close, pushing = (
        closeness_without_itself(field, alike, own, np.maximum(sign * weights, 0)) for sign in (1.0, -1.0)
    )
    return _pushed(close, pushing, weights)


def _pushed(close: Scores, pushing: Scores, weights: NDArray[np.float64]) -> Scores:
    against = float(-weights[weights < 0].sum())
    return np.asarray(close - _PUSHED * trust(against) * np.maximum(pushing, 0))
