"""Of many candidates those that may stand on a reader's list, found by vectors alone."""

from collections.abc import Collection

import numpy as np

from broadsheet.personal.learn import Taste
from broadsheet.personal.pool import Pool
from broadsheet.personal.ranking.blend import Matched, general

_NEAREST = 3  # examples whose mean cosine counts
_SHARES = (0.6, 0.2)  # of the places: for what is near, and for what is good for anybody; the rest for what is followed


def shortlist(taste: Taste, pool: Pool, follows: Matched, *, exclude: Collection[int], limit: int) -> list[int]:
    """Return up to `limit` places of the pool."""
    keys = pool.keys.tolist()
    free = [place for place in range(len(pool)) if keys[place] not in exclude]
    liked = taste.weights > 0
    chosen: dict[int, None] = {}
    if liked.any():
        middle = pool.rows.mean(axis=0)
        near = (pool.rows[free] - middle) @ (taste.facts.rows[liked] - middle).T
        count = min(_NEAREST, near.shape[1])
        closest = np.partition(near, near.shape[1] - count, axis=1)[:, -count:].mean(axis=1)
        first = np.argsort(-closest, kind="stable")[: int(limit * _SHARES[0])]
        chosen.update(dict.fromkeys(free[one] for one in first))
    best = np.argsort(-general(pool)[free], kind="stable")
    chosen.update(dict.fromkeys(free[one] for one in best[: int(limit * _SHARES[1])]))
    place_of = {key: place for place, key in enumerate(keys)}
    for rank in range(max((len(found) for _, found in follows), default=0)):
        turn = (found[rank] for _, found in follows if rank < len(found))
        chosen.update(dict.fromkeys(place_of[key] for key in turn if key in place_of and key not in exclude))
        if len(chosen) >= limit:
            break
    chosen.update(dict.fromkeys(free[one] for one in best))
    return list(chosen)[:limit]
