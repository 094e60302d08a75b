"""How likely a figure is a claim, as `models.facts.train_results` learned it."""

from dataclasses import dataclass
from functools import cache

from broadsheet.extract.facts.learned import Linear, linear, stored


@dataclass(frozen=True, slots=True)
class Judge:
    """A model, and the chance from which on a figure is taken for a claim."""

    model: Linear
    threshold: float


@cache
def judge() -> Judge:
    """Return what comes with the program."""
    found = stored("results")
    return Judge(linear(found), found["threshold"])
