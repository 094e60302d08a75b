"""Suggestions for one reader, best first, each with why."""

import random
from collections.abc import Collection, Sequence

import numpy as np

from broadsheet.model.follow import Follow
from broadsheet.model.suggestion import Reason, Suggestion
from broadsheet.personal.learn import Taste
from broadsheet.personal.pool import Pool

Matched = Sequence[tuple[Follow, Sequence[int]]]  # follows with the keys of the papers that they match, best first


def suggest(
    taste: Taste,
    pool: Pool,
    follows: Matched = (),
    *,
    exclude: Collection[int] = (),
    limit: int = 10,
    exploration: float = 0.0,
    seed: str = "",
) -> list[Suggestion]:
    """Return up to `limit` of the pool's papers for a reader, best first."""
    out = taste.done.union(exclude)
    liked = np.array([one.weight > 0 for one in taste.examples], dtype=np.bool_)
    score = np.zeros(len(pool))
    nearest = np.zeros(len(pool), dtype=np.int64)
    if liked.any() and pool.rows.shape[1]:
        close = pool.rows @ taste.rows[liked].T
        score, nearest = close.max(axis=1).astype(np.float64), np.flatnonzero(liked)[close.argmax(axis=1)]
    by_follow = {key: follow for follow, keys in follows for key in keys}
    for place, key in enumerate(pool.keys.tolist()):
        score[place] += 0.1 * pool.printed[key].score if key in pool.printed else 0.0
        score[place] += 0.3 if key in by_follow else 0.0
    chosen: list[Suggestion] = []
    order = [place for place in np.argsort(-score, kind="stable").tolist() if int(pool.keys[place]) not in out]
    limit = min(limit, len(order))
    outside = round(exploration * limit)
    first, rest = order[: limit - outside], order[limit - outside :]
    for place in first + random.Random(seed).sample(rest, outside):
        key = int(pool.keys[place])
        reasons = []
        if liked.any():
            example = taste.examples[int(nearest[place])].paper
            reasons.append(Reason("close", f"close to “{example.title}”, which you liked", (example.key,)))
        if key in by_follow:
            reasons.append(Reason("follow", by_follow[key].title))
        if key in pool.printed and pool.printed[key].rising:
            reasons.append(Reason("rising", pool.printed[key].rising))
        explores = len(chosen) >= len(first)
        why = tuple(reasons) or (Reason("new", "new"),)
        chosen.append(Suggestion(key, float(score[place]), why, explores=explores))
    return chosen
