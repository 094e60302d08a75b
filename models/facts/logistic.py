"""Logistic regression on features that are there or not, made into weights."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np


def fit(
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    *,
    strength: float,
    rarest: int,
    weight: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Learn bias and weights; `strength` is that of the data against the prior (scikit-learn's C)."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for row in rows for name in set(row))
    column = {name: at for at, name in enumerate(sorted(name for name, count in seen.items() if count >= rarest))}
    lines: list[int] = []
    columns: list[int] = []
    for line, row in enumerate(rows):
        known = [column[name] for name in sorted(set(row)) if name in column]
        columns += known
        lines += [line] * len(known)
    table = csr_matrix((np.ones(len(lines)), (lines, columns)), shape=(len(rows), len(column)))
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=2000, random_state=7)
    model.fit(table, np.array(right), sample_weight=None if weight is None else np.array(weight))
    weights = {name: round(float(model.coef_[0][at]), 3) for name, at in column.items()}
    return {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {k: w for k, w in weights.items() if abs(w) >= 0.01},
    }
