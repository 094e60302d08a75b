"""How close papers are to what a reader chose, in standard deviations of what is usual."""

import numpy as np
from numpy.typing import NDArray

from broadsheet.personal.likeness.compare import Alike, Field

Scores = NDArray[np.float64]

_SHARP_TERMS, _SHARP_ROWS = 20.0, 11.0  # the higher, the more the nearest of the chosen papers count
# Below these spreads nothing is told apart: a library of few papers, or of one subject.
_LEAST_SPREAD = np.array([0.01, 0.002, 0.02, 0.02, 0.002])


def closeness(field: Field, alike: Alike, weights: Scores) -> Scores:
    """Return how close each candidate is to weighted examples; docs/personal.md has the formula.

    `alike` compares the field with the examples, whose `weights` are above 0, shape (examples,).
    """
    measured = measures(alike, weights)
    usual = measured[field.size :] if len(measured) > field.size else measured
    return summed(measured[: field.size], usual, factors_for(float(weights.sum())))


def closeness_without_itself(field: Field, alike: Alike, own: Alike, weights: Scores) -> Scores:
    """Return how close each example with a weight above 0 is to the others, and each other one to all of them.

    `own` compares examples with each other; `weights`, shape (examples,), are 0 for those that nothing is close to.
    """
    usual = measures(alike, weights)[field.size :]
    return summed(measures(own, weights, but_itself=True), usual, factors_for(float(weights.sum())))


def strengths(alike: Alike, place: int, weights: Scores) -> NDArray[np.float32]:
    """Return by how much each example makes one paper close, shape (examples,): what reasons are told by."""
    return np.asarray((3 * alike.terms[place] + alike.rows[place]) * np.sqrt(weights), dtype=np.float32)


def summed(measured: Scores, usual: Scores, factors: Scores) -> Scores:
    """Return one score of the measures, each in standard deviations of what is usual."""
    spread = np.maximum(usual.std(axis=0), _LEAST_SPREAD)
    return np.asarray((measured - usual.mean(axis=0)) / spread @ factors)


def factors_for(number: float) -> Scores:
    """Return what each measure counts where so many papers were chosen.

    Of few papers vectors and categories tell more than words, which they share by chance; what many share with their
    whole subject is better known.
    """
    rows = 0.3 + 0.5 / (1 + number / 10)
    categories = 0.6 / (1 + number / 40)
    around = -0.6 * number / (number + 15)
    return np.array([0.9, 0.1, rows, categories, around])


def measures(alike: Alike, weights: Scores, *, but_itself: bool = False) -> Scores:
    """Return the measures of closeness, shape (papers, 5); `but_itself` where papers and examples are the same.

    They are of terms in the mean, of the nearest terms, of vectors, of categories, and of the surroundings.
    """

    def mean(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        total = likeness @ weights.astype(np.float32)
        if not but_itself:
            return np.asarray(total / np.float32(weights.sum()))
        left = np.maximum(weights.sum() - weights, 1e-9)
        return np.asarray((total - np.diagonal(likeness) * weights) / left)

    terms = np.maximum(alike.terms, 0)
    return np.stack(
        [
            mean(np.sqrt(terms)),
            np.log(np.maximum(mean(np.exp(_SHARP_TERMS * np.minimum(terms, 1))), 1)) / _SHARP_TERMS,
            np.log(np.maximum(mean(np.exp(_SHARP_ROWS * alike.rows)), 1e-9)) / _SHARP_ROWS,
            mean(alike.categories),
            mean(alike.around),
        ],
        axis=1,
    ).astype(np.float64)
