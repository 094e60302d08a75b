"""Which new papers a follow matches: many follows of many readers at once, each different one only once.

docs/follows.md says what counts as a match and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from broadsheet.model.categories import archive_of
from broadsheet.model.follow import Follow, FollowKind
from broadsheet.model.names import author_key
from broadsheet.personal.meaning import match_by_meaning, ordered
from broadsheet.personal.pool import Pool
from broadsheet.personal.yardstick import Yardstick, measure
from broadsheet.search.library import Library

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
    by_author, by_category = _by_author(pool), _by_category(pool)
    found: dict[Wanted, tuple[int, ...]] = {}
    meant: list[Follow] = []
    for key, follow in wanted.items():
        if follow.kind == "author":
            found[key] = ordered(pool, by_author.get(follow.value, ()))
        elif follow.kind == "category":
            found[key] = ordered(pool, by_category.get(follow.value.lower(), ()))
        else:
            meant.append(follow)
    if meant:
        measured = yardstick or measure(library, min(one.day for one in pool.papers))
        matched = match_by_meaning(library, meant, pool, measured, today)
        found.update(zip(map(wanted_of, meant), matched, strict=True))
    return {key: found[key] for key in wanted}


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
