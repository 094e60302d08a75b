"""Whether a difference could be chance: a paired randomisation test, and Holm's correction for many of them."""

from collections.abc import Sequence

import numpy as np

ROUNDS = 10_000
LEVEL = 0.05
_SEED = 20261121
_AT_ONCE = 500  # rounds


def randomisation(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the two-sided p of the mean difference of paired scores, of 10,000 random signs, the same at every run.

    Smucker, Allan and Carterette 2007. The least p that can be is 1 / 10,001.
    """
    differences = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    observed = abs(differences.sum())
    dice = np.random.default_rng(_SEED)
    as_far = 0
    for _ in range(ROUNDS // _AT_ONCE):
        signs = dice.integers(0, 2, (_AT_ONCE, len(differences)), dtype=np.int8) * 2 - 1
        # A sum in another order differs in its last bits.
        as_far += int((np.abs(signs @ differences) >= observed - 1e-9).sum())
    return (1 + as_far) / (1 + ROUNDS)


def holm(chances: Sequence[float]) -> list[float]:
    """Correct the p of several tests so that the chance of one false finding among all of them stays what it says.

    Holm 1979.
    """
    corrected = [0.0] * len(chances)
    largest = 0.0
    for place, index in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        largest = max(largest, min(1.0, chances[index] * (len(chances) - place)))
        corrected[index] = largest
    return corrected
