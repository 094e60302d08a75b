"""The chance that a reader rates a paper up, where enough is known to say."""

from dataclasses import dataclass

import numpy as np

from broadsheet.personal.ranking.closeness import Scores

LEAST = 8  # papers rated for, and as many rated against, without which no chance is told
_ROUNDS = 50
_FIRM = 1e-2  # holds the slope where ratings part perfectly


@dataclass(frozen=True, slots=True)
class Chance:
    """A rising curve from scores to chances: 1 / (1 + exp(-slope · score - shift)), the slope not below 0."""

    slope: float
    shift: float

    def of(self, scores: Scores) -> Scores:
        """Return the chances of papers of these scores."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * scores + self.shift, -30, 30))))


def fit_chance(liked: Scores, disliked: Scores) -> Chance | None:
    """Fit the curve to scores of rated papers, each made without its own rating; None where there are too few.

    Platt, "Probabilistic outputs for support vector machines" (1999): targets are drawn in a little, so that few
    ratings never make anything certain.
    """
    if min(len(liked), len(disliked)) < LEAST:
        return None
    scores = np.concatenate([liked, disliked])
    targets = np.concatenate(
        [np.full(len(liked), (len(liked) + 1) / (len(liked) + 2)), np.full(len(disliked), 1 / (len(disliked) + 2))]
    )
    design = np.stack([scores, np.ones(len(scores))], axis=1)
    found = np.array([0.0, np.log(len(liked) / len(disliked))])
    for _ in range(_ROUNDS):
        chances = Chance(*found).of(scores)
        slope = design.T @ (chances - targets) + _FIRM * found * (1, 0)
        curve = (design * (chances * (1 - chances))[:, None]).T @ design + np.diag([_FIRM, 1e-9])
        step = np.linalg.solve(curve, slope)
        found = found - step
        if np.abs(step).max() < 1e-6:
            break
    if found[0] > 0:
        return Chance(float(found[0]), float(found[1]))
    return Chance(0.0, float(np.log(targets.mean() / (1 - targets.mean()))))
