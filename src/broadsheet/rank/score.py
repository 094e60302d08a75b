"""The score of a paper in an edition: attention, surge and substance, each with its reason, times decay."""

from datetime import date
from math import fsum

from broadsheet.model.edition import Evidence, Period, Score
from broadsheet.rank.attention import attention
from broadsheet.rank.decay import decay
from broadsheet.rank.substance import substance
from broadsheet.rank.surge import surge
from broadsheet.settings import Weights

FORMULA = "1"  # changes with anything that can change a score, weights aside


def score(evidence: Evidence, weights: Weights, period: Period) -> Score:
    """Return a paper's score; parts that give nothing are left out, and without any the total is 0."""
    parts = (
        attention(evidence.counts, weights),
        surge(evidence.neighbours, evidence.rising, evidence.expected_rising, weights),
        substance(evidence, weights),
    )
    kept = tuple(part for part in parts if part.value > 0)
    fading = decay(evidence.age, weights, period)
    return Score(fsum(part.value for part in kept) * fading, fading, kept)


def order(total: float, day: date, id: str) -> tuple[float, int, str]:
    """Return what papers are sorted by: the higher score first, then the newer day, then the id."""
    return -total, -day.toordinal(), id
