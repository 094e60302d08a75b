"""Which new papers searches and papers like these match: by words, and by how near is near.

docs/follows.md says what counts as a match and why.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from broadsheet.model.follow import Follow
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.query import Query, Words
from broadsheet.personal.pool import Pool
from broadsheet.personal.yardstick import Yardstick
from broadsheet.search.engine import Vector
from broadsheet.search.fuse import blend
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import papers

NEAR_A_WEEK = 7  # papers a week that match by meaning alone
MOST_A_WEEK = 35  # papers a week that match free words: as many as a digest shows of one follow
MOST_A_DAY = 10  # papers for each day of a pool, however much there is in it of a sudden
FEW = 5  # papers of a pool that match free words, and are never held back
LEAST_NEAR = 0.47  # cosine of a paper to a query that it matches by meaning alone
LEAST_ALIKE = 0.55  # cosine of a paper to those that it is like
_AT_ONCE = 256  # follows whose products are made together: one by one takes ten times as long


@dataclass(frozen=True, slots=True)
class _Desk:
    library: Library
    pool: Pool
    yardstick: Yardstick
    keys: list[int]
    places: dict[int, int]
    most: int  # papers that free words match


@dataclass(frozen=True, slots=True)
class _Meant:
    """A follow as it is understood. `vector` is None where nothing can be compared by meaning."""

    follow: Follow
    query: Query | None  # None: papers like these
    vector: Vector | None
    given: frozenset[int] = frozenset()  # the papers themselves


@dataclass(frozen=True, slots=True)
class _Near:
    """Cosines of one follow to the papers of the pool (-1 for those without a vector) and of the yardstick."""

    now: Vector
    before: Vector


def match_by_meaning(
    library: Library, follows: Sequence[Follow], pool: Pool, yardstick: Yardstick, today: date
) -> Iterator[tuple[int, ...]]:
    """Yield for each follow, searches or papers like these, the keys of the pool's papers that it matches."""
    keys = pool.keys.tolist()
    places = {key: place for place, key in enumerate(keys)}
    desk = _Desk(library, pool, yardstick, keys, places, MOST_A_DAY * len({one.day for one in pool.papers}))
    for several in _batches(follows):
        meant = [_understood(desk, one, today) for one in several]
        for one, near in zip(meant, _compared(desk, meant), strict=True):
            yield _like_these(desk, one, near) if one.query is None else _search(desk, one, one.query, near)


def ordered(pool: Pool, places: Iterable[int]) -> tuple[int, ...]:
    """Order what simply matches: by its score in the edition of its day, then the latest first."""

    def rank(place: int) -> tuple[float, int, int]:
        paper = pool.papers[place]
        printed = pool.printed.get(paper.key)
        return -(printed.score if printed else 0.0), -paper.day.toordinal(), -paper.key

    return tuple(pool.papers[place].key for place in sorted(places, key=rank))


def _understood(desk: _Desk, follow: Follow, today: date) -> _Meant:
    if follow.kind == "similar":
        ids = [one for part in follow.value.split() if (one := parse_paper_id(part))]
        with desk.library.database.read() as connection:
            given = frozenset(papers.find_keys(connection, ids).values())
        return _Meant(follow, None, _middle(desk.library.engine.vectors(sorted(given))), given)
    query = replace(parse(follow.value, today), sort=None)
    free = any(isinstance(part, Words) for part in query.scored)
    embedder = desk.library.embedder
    return _Meant(follow, query, embedder.embed_query(query.words) if embedder is not None and free else None)


def _middle(rows: Vector) -> Vector | None:
    if not len(rows):
        return None
    middle = rows.mean(axis=0)
    unit: Vector = (middle / max(float(np.linalg.norm(middle)), 1e-9)).astype(np.float32)
    return unit


def _compared(desk: _Desk, meant: Sequence[_Meant]) -> Iterator[_Near | None]:
    """Compare all at once with the pool and the yardstick; None for those that cannot be compared."""
    dimensions = desk.pool.rows.shape[1]
    vectors = [one.vector for one in meant if one.vector is not None and len(one.vector) == dimensions]
    columns = np.stack(vectors, axis=1) if vectors else np.empty((dimensions, 0), dtype=np.float32)
    now = desk.pool.rows @ columns
    now[~desk.pool.known] = -1.0
    before = desk.yardstick.rows @ columns if len(desk.yardstick.rows) else np.empty((0, len(vectors)), np.float32)
    place = 0
    for one in meant:
        if one.vector is None or len(one.vector) != dimensions:
            yield None
        else:
            yield _Near(now[:, place], before[:, place])
            place += 1


def _search(desk: _Desk, meant: _Meant, query: Query, near: _Near | None) -> tuple[int, ...]:
    held = {hit.key: hit.score for hit in desk.library.engine.matching(query, desk.keys)}
    if not any(isinstance(part, Words) for part in query.scored):
        return ordered(desk.pool, (desk.places[key] for key in held))
    if near is None:
        return tuple(sorted(held, key=lambda key: (-held[key], key)))
    if not meant.follow.excluded:
        held = _sparing(desk, query, held, near) | _in_other_words(desk, query, held, near)
    possible = desk.library.engine.lexical_possible(query)
    scores = {key: blend(score, possible, max(0.0, float(near.now[desk.places[key]]))) for key, score in held.items()}
    best_first = tuple(sorted(scores, key=lambda key: (-scores[key], key)))
    return best_first if meant.follow.excluded else best_first[: desk.most]


def _sparing(desk: _Desk, query: Query, held: dict[int, float], near: _Near) -> dict[int, float]:
    """Of words that many papers have, keep the papers that are nearest in meaning."""
    if len(held) <= FEW:
        return held
    yardstick = desk.yardstick
    past = replace(query, constraints=(*query.constraints, yardstick.window))
    total = desk.library.engine.listed(past, (), oldest=False, first=0, limit=1).total
    if total <= yardstick.weeks * MOST_A_WEEK:
        return held
    bound = yardstick.bound(near.before, MOST_A_WEEK, yardstick.holding(desk.library, query))
    # Papers that have yet to be embedded are not known to be far.
    far = {desk.keys[place] for place in np.flatnonzero(desk.pool.known & (near.now < bound)).tolist()}
    return {key: score for key, score in held.items() if key not in far}


def _in_other_words(desk: _Desk, query: Query, held: dict[int, float], near: _Near) -> dict[int, float]:
    found = [key for place in np.flatnonzero(near.now >= LEAST_NEAR).tolist() if (key := desk.keys[place]) not in held]
    conditions = Query(constraints=query.constraints)
    if found and query.constraints:
        found = [hit.key for hit in desk.library.engine.matching(conditions, found)]
    if not found:
        return {}
    among = desk.yardstick.holding(desk.library, conditions) if query.constraints else None
    bound = desk.yardstick.bound(near.before, NEAR_A_WEEK, among)
    return {key: 0.0 for key in found if near.now[desk.places[key]] >= bound}


def _like_these(desk: _Desk, meant: _Meant, near: _Near | None) -> tuple[int, ...]:
    if near is None:
        return ()
    bound = max(LEAST_ALIKE, desk.yardstick.bound(near.before, NEAR_A_WEEK))
    places = [place for place in np.flatnonzero(near.now >= bound).tolist() if desk.keys[place] not in meant.given]
    found = {desk.keys[place]: float(near.now[place]) for place in places}
    return tuple(sorted(found, key=lambda key: (-found[key], key)))


def _batches(follows: Sequence[Follow]) -> Iterator[Sequence[Follow]]:
    for start in range(0, len(follows), _AT_ONCE):
        yield follows[start : start + _AT_ONCE]
