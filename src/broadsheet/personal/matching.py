"""Which new papers a follow matches: many follows of many readers at once, each different one only once.

docs/follows.md says what counts as a match and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from broadsheet.model.categories import archive_of
from broadsheet.model.follow import Follow, FollowKind
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.names import author_key
from broadsheet.model.query import Query, Words
from broadsheet.personal.pool import Pool
from broadsheet.personal.yardstick import Yardstick, measure
from broadsheet.search.engine import Vector
from broadsheet.search.fuse import LEXICAL_WEIGHT, SEMANTIC_WEIGHT
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import papers

NEAR_A_WEEK = 7  # papers a week that match by meaning alone
MOST_A_WEEK = 35  # papers a week that match free words: as many as a digest shows of one follow
FEW = 5  # papers of a pool that match free words, and are never held back
LEAST_NEAR = 0.5  # cosine of a paper to a query that it matches by meaning alone
LEAST_ALIKE = 0.55  # cosine of a paper to those that it is like

Wanted = tuple[FollowKind, str, bool]  # kind, value, excluded: what makes two follows the same to a pool
Matches = Mapping[Wanted, Sequence[int]]


def wanted_of(follow: Follow) -> Wanted:
    """What two follows share that match the same papers."""
    return follow.kind, follow.value, follow.excluded


def match(library: Library, follow: Follow, pool: Pool) -> list[int]:
    """Return the keys of the pool's papers that a follow matches, best first."""
    return list(match_many(library, [follow], pool)[wanted_of(follow)])


def excluded(library: Library, follows: Iterable[Follow], pool: Pool) -> dict[int, Follow]:
    """Return the keys of the pool's papers that one of these follows excludes, each with the first that does."""
    excluding = [one for one in follows if one.excluded]
    return excluded_by(excluding, match_many(library, excluding, pool))


def excluded_by(follows: Iterable[Follow], matches: Matches) -> dict[int, Follow]:
    """Return the keys that one of these follows excludes, each with the first that does."""
    found: dict[int, Follow] = {}
    for follow in follows:
        if follow.excluded:
            for key in matches.get(wanted_of(follow), ()):
                found.setdefault(key, follow)
    return found


def followed_by(follows: Iterable[Follow], matches: Matches) -> list[tuple[Follow, Sequence[int]]]:
    """Return the follows that are no exclusions, each with the keys that it matches, best first."""
    return [(one, matches.get(wanted_of(one), ())) for one in follows if not one.excluded]


def match_many(
    library: Library,
    follows: Iterable[Follow],
    pool: Pool,
    *,
    today: date | None = None,
    yardstick: Yardstick | None = None,
) -> dict[Wanted, tuple[int, ...]]:
    """Match follows of any number of readers against a pool; the keys of each are its papers, best first.

    Days in queries count from `today`, by default the latest day of the pool. Whoever asks again of the same pool
    hands in the yardstick.
    """
    wanted = {wanted_of(one): one for one in follows}
    if not pool.papers:
        return dict.fromkeys(wanted, ())
    today = today or max(one.day for one in pool.papers)
    desk = _Desk(library, pool, today, yardstick or measure(library, min(one.day for one in pool.papers)))
    by_author, by_category = _by_author(pool), _by_category(pool)
    found: dict[Wanted, tuple[int, ...]] = {}
    for key, follow in wanted.items():
        match follow.kind:
            case "author":
                found[key] = _ordered(pool, by_author.get(follow.value, ()))
            case "category":
                found[key] = _ordered(pool, by_category.get(follow.value.lower(), ()))
            case "search":
                found[key] = _search(desk, follow)
            case "similar":
                found[key] = _similar(desk, follow)
    return found


@dataclass(frozen=True, slots=True)
class _Desk:
    library: Library
    pool: Pool
    today: date
    yardstick: Yardstick


def _by_author(pool: Pool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, paper in enumerate(pool.papers):
        for key in dict.fromkeys(map(author_key, paper.authors)):
            found.setdefault(key, []).append(place)
    return found


def _by_category(pool: Pool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, paper in enumerate(pool.papers):
        codes = [form for code in paper.categories for form in (code, archive_of(code))]
        for code in dict.fromkeys(one.lower() for one in codes):
            found.setdefault(code, []).append(place)
    return found


def _ordered(pool: Pool, places: Iterable[int]) -> tuple[int, ...]:
    """Order what simply matches: by its score in the edition of its day, then the latest first."""

    def rank(place: int) -> tuple[float, int, int]:
        paper = pool.papers[place]
        printed = pool.printed.get(paper.key)
        return -(printed.score if printed else 0.0), -paper.day.toordinal(), -paper.key

    return tuple(pool.papers[place].key for place in sorted(places, key=rank))


def _search(desk: _Desk, follow: Follow) -> tuple[int, ...]:
    query = replace(parse(follow.value, desk.today), sort=None)
    held = {hit.key: hit.score for hit in desk.library.engine.matching(query, desk.pool.keys.tolist())}
    if not any(isinstance(part, Words) for part in query.scored):
        places = [place for place, key in enumerate(desk.pool.keys.tolist()) if key in held]
        return _ordered(desk.pool, places)
    vector = _vector(desk.library, query)
    cosines = _cosines(desk.pool, vector)
    if not follow.excluded and vector is not None:
        held = _sparing(desk, query, vector, held, cosines) | _near(desk, query, vector, held, cosines)
    best = max(held.values(), default=0.0) or 1.0
    scores = {
        key: LEXICAL_WEIGHT * score / best + SEMANTIC_WEIGHT * cosines.get(key, 0.0) for key, score in held.items()
    }
    return tuple(sorted(scores, key=lambda key: (-scores[key], key)))


def _vector(library: Library, query: Query) -> Vector | None:
    return library.embedder.embed_query(query.words) if library.embedder is not None and query.words else None


def _cosines(pool: Pool, vector: Vector | None) -> dict[int, float]:
    if vector is None or pool.rows.shape[1] != len(vector):
        return {}
    return dict(zip(pool.keys[pool.known].tolist(), (pool.rows[pool.known] @ vector).tolist(), strict=True))


def _sparing(
    desk: _Desk, query: Query, vector: Vector, held: dict[int, float], cosines: dict[int, float]
) -> dict[int, float]:
    """Of words that many papers have, keep the papers that are nearest in meaning."""
    if len(held) <= FEW:
        return held
    yardstick = desk.yardstick
    past = replace(query, constraints=(*query.constraints, yardstick.window))
    total = desk.library.engine.listed(past, (), oldest=False, first=0, limit=1).total
    if total <= yardstick.weeks * MOST_A_WEEK:
        return held
    with_words = {hit.key for hit in desk.library.engine.matching(query, yardstick.keys.tolist())}
    among = np.array([key in with_words for key in yardstick.keys.tolist()], dtype=np.bool_)
    bound = yardstick.bound(vector, MOST_A_WEEK, among)
    # Papers that have yet to be embedded are not known to be far.
    return {key: score for key, score in held.items() if cosines.get(key, 1.0) >= bound}


def _near(
    desk: _Desk, query: Query, vector: Vector, held: dict[int, float], cosines: dict[int, float]
) -> dict[int, float]:
    """Find papers that say it in other words."""
    near = [key for key, cosine in cosines.items() if cosine >= LEAST_NEAR and key not in held]
    if near and query.constraints:
        near = [hit.key for hit in desk.library.engine.matching(Query(constraints=query.constraints), near)]
    if not near:
        return {}
    among = desk.yardstick.holding(desk.library, query.constraints) if query.constraints else None
    bound = desk.yardstick.bound(vector, NEAR_A_WEEK, among)
    return {key: 0.0 for key in near if cosines[key] >= bound}


def _similar(desk: _Desk, follow: Follow) -> tuple[int, ...]:
    ids = [one for part in follow.value.split() if (one := parse_paper_id(part))]
    with desk.library.database.read() as connection:
        found = [paper.key for one in ids if (paper := papers.get_by_id(connection, one))]
    rows = desk.library.engine.vectors(found)
    if not len(rows):
        return ()
    middle = rows.mean(axis=0)
    middle = (middle / max(float(np.linalg.norm(middle)), 1e-9)).astype(np.float32)
    bound = max(LEAST_ALIKE, desk.yardstick.bound(middle, NEAR_A_WEEK))
    near = {key: cosine for key, cosine in _cosines(desk.pool, middle).items() if cosine >= bound and key not in found}
    return tuple(sorted(near, key=lambda key: (-near[key], key)))
