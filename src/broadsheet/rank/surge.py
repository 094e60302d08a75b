"""Surge: how much more of what stands around a paper is new than its categories' pace would bring."""

from broadsheet.model.edition import Part
from broadsheet.rank import words
from broadsheet.rank.lift import lift
from broadsheet.settings import Weights


def surge(neighbours: int, rising: int, expected_rising: float, weights: Weights) -> Part:
    """Return the lift of the new ones among a paper's nearest; with few of them the prior keeps it near 0.

    It is at most log(1 + neighbours / prior): of 50 with the default prior 2.4.
    """
    found = max(min(rising, neighbours), 0)
    value = weights.surge * lift(found, expected_rising, weights.surge_prior)
    return Part("surge", value, _reason(neighbours, found, max(expected_rising, 0.0)) if value else "")


def _reason(neighbours: int, found: int, expected: float) -> str:
    are = "is" if found == 1 else "are"
    return f"{found} of its {neighbours} nearest papers {are} new, where {words.number(expected)} were to be expected"
