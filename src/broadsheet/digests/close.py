"""Papers that nearly passed what a reader follows, and why they did not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from broadsheet.digests.shared import Shared
from broadsheet.model.follow import Follow
from broadsheet.model.query import Query, Words
from broadsheet.search.grammar import parse

NAMED = 3  # papers that were close and are named
Reasoned = list[tuple[int, tuple[str, ...]]]


def nearly(
    shared: Shared, new: Collection[int], followed: Sequence[tuple[Follow, Sequence[int]]], barred: Mapping[int, str]
) -> Reasoned:
    """Return the new papers that nearly passed, by key, each with what kept it out.

    First those that a follow matches and the reader has seen or excludes, then those that have all free words of a
    search but fail one of its conditions.
    """
    found: dict[int, tuple[str, ...]] = {}
    for follow, keys in followed:
        for key in keys:
            if key in barred:
                found.setdefault(key, (f"it matches “{follow.title}”, and is {barred[key]}",))
    for follow, _ in followed:
        if follow.kind == "search":
            for key, reasons in _but_one(shared, new, follow):
                if key not in barred:
                    found.setdefault(key, reasons)
    return list(found.items())


def _but_one(shared: Shared, new: Collection[int], follow: Follow) -> Reasoned:
    """Return papers that hold all conditions of a search but one."""
    query = replace(parse(follow.value), sort=None)
    found: Reasoned = []
    if len(query.constraints) > 1 or any(isinstance(part, Words) for part in query.scored):
        for constraint in query.constraints:
            looser = replace(query, constraints=tuple(one for one in query.constraints if one is not constraint))
            found += _holding(shared, new, looser, f"it would match “{follow.title}” but for one condition of it")
    return found


def _holding(shared: Shared, new: Collection[int], query: Query, reason: str) -> Reasoned:
    hits = shared.library.engine.matching(query, sorted(new))
    return [(hit.key, (reason,)) for hit in hits]
