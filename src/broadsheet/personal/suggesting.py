"""Suggestions for one reader, as pages and commands ask for them."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.learn import Taste, learn
from broadsheet.personal.matching import excluded_by, followed_by, match_many
from broadsheet.personal.pool import Pool, gather, listed_lately, narrowed
from broadsheet.personal.rank import suggest
from broadsheet.personal.ranking.chance import LEAST, Chance, fit_chance
from broadsheet.personal.ranking.judging import judge, judge_examples
from broadsheet.personal.ranking.shortlist import shortlist
from broadsheet.search.library import Library
from broadsheet.store import follows, readers

_MOST = 4_000  # candidates that are compared closely; of more, a thousand are taken that may stand on the list
_TAKEN = 1_000


def for_reader(library: Library, reader: str, now: datetime, *, days: int = 14, limit: int = 50) -> list[Suggestion]:
    """Return suggestions from the papers of the last days: none that the reader judged, saved, hid or excludes.

    Each has its chance where enough was rated up and down to tell one.
    """
    pool = gather(library, listed_lately(library, now, days), now)
    with library.database.read() as connection:
        known = readers.get(connection, reader)
        followed = follows.of_reader(connection, reader)
    taste = learn(library, reader)
    matches = match_many(library, followed, pool) if followed else {}
    matched, barred = followed_by(followed, matches), excluded_by(followed, matches)
    if len(pool) > _MOST:
        out = taste.done | barred.keys()
        pool = narrowed(library, pool, shortlist(taste, pool, matched, exclude=out, limit=_TAKEN))
    made = suggest(
        taste,
        pool,
        matched,
        exclude=barred,
        limit=limit,
        exploration=known.exploration if known else 0.0,
        seed=f"{reader} {now.date()}",
    )
    return _with_chances(made, taste, pool)


def chance_curve(taste: Taste, pool: Pool) -> Chance | None:
    """Learn from a reader's ratings how closeness becomes a chance; None where there are too few.

    Every rated paper is scored as if it had not been rated.
    """
    judged = np.array([one.weight for one in taste.examples if abs(one.weight) == 1])
    if min((judged > 0).sum(), (judged < 0).sum()) < LEAST:
        return None
    scores = judge_examples(taste, pool)
    full = np.abs(taste.weights) == 1
    return fit_chance(scores[full & (taste.weights > 0)], scores[full & (taste.weights < 0)])


def _with_chances(made: list[Suggestion], taste: Taste, pool: Pool) -> list[Suggestion]:
    curve, judged = chance_curve(taste, pool), judge(taste, pool)
    if curve is None or judged is None:
        return made
    place_of = {key: place for place, key in enumerate(pool.keys.tolist())}
    chances = curve.of(judged.close[[place_of[one.key] for one in made]])
    return [replace(one, chance=round(float(chance), 3)) for one, chance in zip(made, chances, strict=True)]
