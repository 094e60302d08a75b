"""One score of what a reader's taste, follows, the editions and newness say of each candidate.

docs/personal.md has the formula.
"""

from collections.abc import Sequence

import numpy as np

from broadsheet.model.follow import Follow
from broadsheet.personal.pool import Pool
from broadsheet.personal.ranking.closeness import Scores

Matched = Sequence[tuple[Follow, Sequence[int]]]  # follows with the keys of the papers that they match, best first

_HALF_KNOWN = 2.0  # examples with which a reader's taste is half believed
_FOLLOWED, _ALSO_FOLLOWED = 1.5, 0.3  # for the first follow that matches, and for each further one
_LAST_OF_FOLLOW = 0.5  # share of that for the last paper of a follow's list
_EDITION, _NEW = 0.3, 0.1
_EDITION_UNKNOWN, _NEW_UNKNOWN = 2.0, 0.5  # what they count in addition for a reader of whom nothing is known


def trust(judged: float) -> float:
    """Return how far a taste learned from so many examples is believed, 0 to 1."""
    return judged / (judged + _HALF_KNOWN)


def blend(pool: Pool, close: Scores, judged: float, follows: Matched) -> Scores:
    """Return one score for each candidate; `close` is how close it is to the reader's taste, in any unit."""
    believed = trust(judged)
    spread = float(close.std()) if len(close) else 0.0
    taste = (close - close.mean()) / spread if spread > 0 else np.zeros(len(close))
    return np.asarray(believed * taste + followed(pool, follows) + general(pool, believed))


def general(pool: Pool, believed: float = 0.0) -> Scores:
    """Return how good candidates are for a reader of whom so much is known, by their editions and days alone."""
    unknown = 1 - believed
    edition = (_EDITION + _EDITION_UNKNOWN * unknown) * _standing(pool)
    return np.asarray(edition + (_NEW + _NEW_UNKNOWN * unknown) * _newness(pool))


def followed(pool: Pool, follows: Matched) -> Scores:
    """Return what follows say of each candidate."""
    place_of = {key: place for place, key in enumerate(pool.keys.tolist())}
    best, count = np.zeros(len(pool)), np.zeros(len(pool))
    for follow, keys in follows:
        for rank, key in enumerate(keys):
            if key in place_of and not follow.excluded:
                place = place_of[key]
                best[place] = max(best[place], 1 - (1 - _LAST_OF_FOLLOW) * rank / max(len(keys) - 1, 1))
                count[place] += 1
    return np.asarray(_FOLLOWED * best + _ALSO_FOLLOWED * np.maximum(count - 1, 0))


def _standing(pool: Pool) -> Scores:
    """Return the share of the candidates that stand below each in the editions, 0 for those in none."""
    scores = np.array([pool.printed[key].score if key in pool.printed else 0.0 for key in pool.keys.tolist()])
    return np.asarray(np.searchsorted(np.sort(scores), scores, side="left") / max(len(scores), 1))


def _newness(pool: Pool) -> Scores:
    days = np.array([one.day.toordinal() for one in pool.papers], dtype=np.float64)
    if not len(days) or days.max() == days.min():
        return np.zeros(len(days))
    return np.asarray((days - days.min()) / (days.max() - days.min()))
