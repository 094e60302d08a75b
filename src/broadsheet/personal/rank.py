"""Suggestions for one reader, best first, each with why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from broadsheet.model.follow import Follow
from broadsheet.model.suggestion import Reason, Suggestion
from broadsheet.personal.learn import Taste
from broadsheet.personal.pool import Pool
from broadsheet.personal.ranking import reasons
from broadsheet.personal.ranking.blend import Matched, blend, general
from broadsheet.personal.ranking.closeness import Scores, strengths
from broadsheet.personal.ranking.doubles import without_doubles
from broadsheet.personal.ranking.judging import Judged, judge
from broadsheet.personal.ranking.outside import choose_outside, places_for, spread

_SPARE = 2  # papers from outside drawn for each place: some are copies


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
    """Return up to `limit` of the pool's papers for a reader, best first.

    Papers from outside of what is known of the reader fill the share `exploration` of the places, evenly among the
    others; the same seed draws the same ones. docs/personal.md has the formula.
    """
    judged = judge(taste, pool)
    close, number = (judged.close, judged.number) if judged else (np.zeros(len(pool)), 0.0)
    score = blend(pool, close, number, follows)
    out, keys = taste.done.union(exclude), pool.keys.tolist()
    order = [place for place in np.argsort(-score, kind="stable").tolist() if keys[place] not in out]
    known = _known_categories(taste, follows)
    best = list(islice(without_doubles(pool, order, taste.titles), limit))
    strange: list[int] = []
    if known and (free := min(places_for(exploration, limit), len(best))):
        first = best[: limit - free]
        left = [place for place in order if place not in set(first)]
        drawn = choose_outside(pool, left, general(pool), known=known, number=_SPARE * free, seed=seed)
        strange = list(without_doubles(pool, [*first, *drawn], taste.titles))[len(first) :][:free]
        best = [place for place in best if place not in set(strange)][: limit - len(strange)]
    told = _Telling(taste, pool, judged, reasons.matches_of(follows), known)
    return [told.suggestion(place, score, explores=place in strange) for place in spread(best, strange)]


@dataclass(frozen=True, slots=True)
class _Telling:
    """What reasons are told from."""

    taste: Taste
    pool: Pool
    judged: Judged | None
    matched: Mapping[int, list[Follow]]
    known: frozenset[str]

    def suggestion(self, place: int, score: Scores, *, explores: bool) -> Suggestion:
        """Return the paper at a place of the pool with why it is suggested."""
        key = int(self.pool.keys[place])
        if explores:
            outside = reasons.from_outside(self.pool, place, self.known)
            why = [outside, *reasons.in_general(self.pool, place, otherwise=False)]
        else:
            why = [*self._learned(place), *(reasons.by_follow(one, one.title) for one in self.matched.get(key, ()))]
            why += reasons.in_general(self.pool, place, otherwise=not why)
        return Suggestion(key, float(score[place]), tuple(why), explores=explores)

    def _learned(self, place: int) -> list[Reason]:
        """Say which papers make one close, where it is closer than is usual, and by which terms."""
        judged, taste = self.judged, self.taste
        if judged is None or not len(judged.places) or judged.close[place] <= 0:
            return []
        strength = strengths(judged.alike, place, taste.weights[judged.places])
        close, named = reasons.close_to([taste.examples[one] for one in judged.places], strength)
        if close is None:
            return []
        key = int(self.pool.keys[place])
        shared = reasons.shared_terms(judged.field.spellings, key, judged.examples.only(named))
        return [close, shared] if shared else [close]


def _known_categories(taste: Taste, follows: Matched) -> frozenset[str]:
    """Return the categories that a reader reads: those of papers rated for, and those followed."""
    liked = (one.paper.categories for one in taste.examples if one.weight > 0)
    followed = {follow.value for follow, _ in follows if follow.kind == "category" and not follow.excluded}
    return frozenset(code for categories in liked for code in categories) | followed
