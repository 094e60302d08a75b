"""Linear models that `models/facts` trained: weights of named features."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

_FOLDER = Path(__file__).parent / "weights"
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression on features that are there or not."""

    bias: float
    weights: dict[str, int]  # in millionths

    def logit(self, features: Iterable[str]) -> float:
        """Return the logarithm of the odds; features that the model does not know count nothing."""
        # Whole numbers: a sum of floats would depend on the order of the features, which sets do not have.
        return self.bias + sum(filter(None, map(self.weights.get, features))) / _MILLION

    def weight(self, feature: str) -> float:
        """Return what a feature adds to the logarithm of the odds."""
        return self.weights.get(feature, 0) / _MILLION


@cache
def stored(name: str) -> Any:
    """Read a file of weights, once."""
    return orjson.loads((_FOLDER / f"{name}.json").read_bytes())


def linear(stored_model: dict[str, Any]) -> Linear:
    """Make a model of what a file of weights has of it."""
    weights = {name: round(weight * _MILLION) for name, weight in stored_model["weights"].items()}
    return Linear(stored_model["bias"], weights)


def chance(logit: float) -> float:
    """Return the probability that a logit means."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def word_groups(**groups: str) -> dict[str, str]:
    """Return the group of every word, of groups as words between spaces."""
    return {word: group for group, words in groups.items() for word in words.split()}
