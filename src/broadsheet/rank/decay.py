"""Decay: what a score counts at a paper's age."""

from broadsheet.model.edition import Period
from broadsheet.settings import Weights


def decay(age: float, weights: Weights, period: Period) -> float:
    """Return 1 / (1 + age / half-life), from 1 for a paper of today down to nearly 0; the half-life is the period's.

    Attention itself falls off with age more slowly than by a constant share a day, and so does this: an old paper that
    bursts can still come in.
    """
    half_life = {"day": weights.half_life_day, "week": weights.half_life_week, "month": weights.half_life_month}[period]
    return 1 / (1 + (age if age > 0 else 0.0) / half_life)
