"""What suggestions are compared with: arxiv-sanity-lite's way, rebuilt from its description, and nearest means."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

Scores = NDArray[np.float64]


def tfidf(texts: Sequence[str]) -> Any:
    """Return the features of arxiv-sanity-lite: 20,000 words and pairs of words, shape (texts, 20,000).

    They are counted over the whole collection, later papers included, which can only help it.
    """
    vectorizer = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5 if len(texts) > 10_000 else 2,
        dtype=np.float64,
    )
    return vectorizer.fit_transform(texts).tocsr()


def sanity(
    features: Any, profile: Sequence[int], others: NDArray[np.int64], asked: NDArray[np.int64], *, every: int = 0
) -> Scores:
    """Return the scores of arxiv-sanity-lite's linear SVM (C 0.01, balanced) for the papers at `asked`.

    What was rated is positive, all `others` are negative. Where these are a sample of `every` paper, C is raised so
    that they weigh as much as all would.
    """
    negative = np.setdiff1d(others, profile)
    rows = scipy.sparse.vstack([features[list(profile)], features[negative]])
    labels = np.concatenate([np.ones(len(profile)), np.zeros(len(negative))])
    weight = 0.01 * max(1.0, every / len(others))
    model = LinearSVC(class_weight="balanced", C=weight, max_iter=10_000, tol=1e-6)
    return np.asarray(model.fit(rows, labels).decision_function(features[asked]))


def nearest_mean(rows: NDArray[np.float32], profile: Sequence[int], asked: NDArray[np.int64]) -> Scores:
    """Return the cosines of papers to the mean of the rated papers' vectors."""
    return np.asarray(rows[asked] @ rows[list(profile)].mean(axis=0), dtype=np.float64)
