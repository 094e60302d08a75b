"""How far something found stands above what was expected."""

from math import exp, isfinite, log


def lift(found: float, expected: float, prior: float) -> float:
    """Return the logarithm of found over expected, both with `prior` added; 0 where no more was found.

    (found + prior) / (expected + prior) is the mean of a Poisson rate's ratio to the expected one after a Gamma(prior,
    prior) guess of it: with little behind it, it stays near 1.
    """
    if not (isfinite(found) and isfinite(expected)):
        return 0.0
    expected = max(expected, 0.0)
    return log((found + prior) / (expected + prior)) if found > expected else 0.0


def bounded(value: float, cap: float) -> float:
    """Return cap · (1 - e^(-value / cap)): about the value while it is small, never above the cap."""
    return cap * (1 - exp(-max(value, 0.0) / cap))
