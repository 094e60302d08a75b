"""Linear models that `models/facts` trained: weights of named features."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression on features that are there or not."""

    bias: float
    weights: dict[str, float]

    def logit(self, features: Iterable[str]) -> float:
        """Return the logarithm of the odds; features that the model does not know count nothing."""
        # An exact sum: that of floats would depend on the order of the features, which sets do not have.
        return self.bias + math.fsum(filter(None, map(self.weights.get, features)))


@cache
def stored(name: str) -> Any:
    """Read a file of weights, once."""
    return orjson.loads((_FOLDER / f"{name}.json").read_bytes())


def linear(stored_model: dict[str, Any]) -> Linear:
    """Make a model of what a file of weights has of it."""
    return Linear(stored_model["bias"], stored_model["weights"])


def chance(logit: float) -> float:
    """Return the probability that a logit means."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def word_groups(**groups: str) -> dict[str, str]:
    """Return the group of every word, of groups as words between spaces."""
    return {word: group for group, words in groups.items() for word in words.split()}
