"""How close papers are to what a reader rated for, and how far from what the reader rated against."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.learn import Taste
from broadsheet.personal.likeness.compare import Alike, Field, among, compare
from broadsheet.personal.likeness.facts import Facts
from broadsheet.personal.pool import Pool
from broadsheet.personal.ranking.blend import trust
from broadsheet.personal.ranking.closeness import Scores, closeness, closeness_without_itself

_PUSHED = 0.5  # what closeness to papers rated against counts, beside closeness to those rated for


@dataclass(frozen=True, slots=True)
class Judged:
    """How close each candidate is to a reader's examples, and how many these are.

    `examples` are those rated for, as they are compared, at these `places` of the reader's; `alike` compares them with
    the candidates.
    """

    close: Scores
    number: float
    field: Field
    examples: Facts
    places: NDArray[np.int64]
    alike: Alike


def judge(taste: Taste, pool: Pool) -> Judged | None:
    """Compare the candidates with what a reader rated for and against; None where there is nothing to compare."""
    weights = taste.weights
    if not len(pool) or not len(weights):
        return None
    field = pool.field.value
    examples = field.background.weigh(taste.facts)
    alike = compare(field, examples)
    liked, disliked = weights > 0, weights < 0
    close, pushing = np.zeros(len(pool)), np.zeros(len(pool))
    if liked.any():
        close = closeness(field, alike.of(liked), weights[liked])
    if disliked.any():
        pushing = closeness(field, alike.of(disliked), -weights[disliked])
    places = np.flatnonzero(liked)
    close = _pushed(close, pushing, weights)
    return Judged(close, float(np.abs(weights).sum()), field, examples.only(places), places, alike.of(liked))


def judge_examples(taste: Taste, pool: Pool) -> Scores:
    """Score a reader's examples as candidates would be, each as if it had not been rated."""
    field, weights = pool.field.value, taste.weights
    examples = field.background.weigh(taste.facts)
    alike = compare(field, examples)
    own = among(field, examples)
    close, pushing = (
        closeness_without_itself(field, alike, own, np.maximum(sign * weights, 0)) for sign in (1.0, -1.0)
    )
    return _pushed(close, pushing, weights)


def _pushed(close: Scores, pushing: Scores, weights: NDArray[np.float64]) -> Scores:
    against = float(-weights[weights < 0].sum())
    return np.asarray(close - _PUSHED * trust(against) * np.maximum(pushing, 0))
