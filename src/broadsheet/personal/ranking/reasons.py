"""Why a paper is suggested, in words."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from broadsheet.model.categories import category_name
from broadsheet.model.follow import Follow
from broadsheet.model.suggestion import Reason
from broadsheet.personal.learn import Example
from broadsheet.personal.likeness.facts import Facts
from broadsheet.personal.likeness.spellings import Spellings
from broadsheet.personal.pool import Pool
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain

_NAMED = 2  # papers in a reason, and terms
_NEARLY = 0.7  # share of the nearest paper's strength from which on a second one is named
_CLOSE = 0.35  # strength below which no paper is called close
_RARE = 0.03  # share of the papers that have a term, at most, for the term to be named
_LONGEST = 90  # characters of a title
# What a reader did with the paper that is named, what says most first.
_DID = (
    ("save", "saved"),
    ("up", "rated up"),
    ("vote", "voted for"),
    ("example", "gave as an example"),
    ("opened", "opened"),
)


def close_to(examples: Sequence[Example], strength: NDArray[np.float32]) -> tuple[Reason | None, list[int]]:
    """Name the examples that make a paper close, by their strengths, shape (n,); return their places too."""
    if not len(strength) or float(strength.max()) < _CLOSE:
        return None, []
    first = np.argsort(-strength, kind="stable")[:_NAMED]
    named = [int(one) for one in first if strength[one] >= max(_CLOSE, _NEARLY * float(strength[first[0]]))]
    said = [(_titled(examples[one].paper.title), _did(examples[one].marks)) for one in named]
    if len({did for _, did in said}) == 1:
        words = f"close to {' and '.join(title for title, _ in said)}, which you {said[0][1]}"
    else:
        words = "close to " + " and ".join(f"{title}, which you {did}" for title, did in said)
    return Reason("close", words, tuple(examples[one].paper.key for one in named)), named


def shared_terms(spellings: Spellings, key: int, examples: Facts) -> Reason | None:
    """Name the rare terms that a paper shares with some weighed examples, those that make them alike first."""
    paper, background = spellings.of(key), spellings.background
    shared: dict[int, float] = {}
    for theirs in examples.terms:
        both, here, there = np.intersect1d(
            paper.weighed.numbers, theirs.numbers, assume_unique=True, return_indices=True
        )
        values = (paper.weighed.weights[here] * theirs.weights[there]).tolist()
        for number, value in zip(both.tolist(), values, strict=True):
            shared[number] = shared.get(number, 0.0) + value
    named: list[str] = []
    for number in sorted(shared, key=lambda one: (-shared[one], one)):
        term = paper.written.get(number, "")
        if term and background.share(number) <= _RARE and not _is_said(term, named):
            named.append(term)
        if len(named) == _NAMED:
            break
    if not named:
        return None
    return Reason("terms", "shares " + " and ".join(f"“{to_plain(one)}”" for one in named))


def by_follow(follow: Follow, title: str) -> Reason:
    """Name the follow that matches a paper; `title` is how the reader calls it."""
    match follow.kind:
        case "search":
            words = f"your search “{title}”"
        case "author":
            words = f"by {title}, whom you follow"
        case "category":
            words = f"in {title}, which you follow"
        case "similar":
            words = f"like the papers of “{title}”"
    return Reason("follow", words)


def in_general(pool: Pool, place: int, *, otherwise: bool) -> list[Reason]:
    """Say what the edition says of a paper; `otherwise` that it is new, where that says nothing."""
    paper = pool.papers[place]
    printed = pool.printed.get(paper.key)
    category = category_name(paper.categories[0]) if paper.categories else ""
    where = f" in {category}" if category else ""
    if printed and printed.rising:
        return [Reason("rising", f"rising{where}: {printed.rising}")]
    return [Reason("new", f"new{where}")] if otherwise else []


def from_outside(pool: Pool, place: int, known: frozenset[str]) -> Reason:
    """Say that a paper is from outside of what is known of the reader, and how."""
    categories = pool.papers[place].categories
    if categories and known.isdisjoint(categories):
        return Reason("explores", f"outside of what you usually read: {category_name(categories[0])}")
    return Reason("explores", "outside of what you usually read")


def matches_of(follows: Sequence[tuple[Follow, Sequence[int]]]) -> Mapping[int, list[Follow]]:
    """Return which follows match each paper, by its key."""
    found: dict[int, list[Follow]] = {}
    for follow, keys in follows:
        for key in keys:
            if not follow.excluded:
                found.setdefault(key, []).append(follow)
    return found


def _titled(title: str) -> str:
    return f"“{teaser(to_plain(title), _LONGEST)}”"


def _did(marks: frozenset[str]) -> str:
    return next((did for kind, did in _DID if kind in marks), "marked")


def _is_said(term: str, named: Sequence[str]) -> bool:
    return any(not _stems(term).isdisjoint(_stems(one)) for one in named)


def _stems(term: str) -> set[str]:
    return {word.removesuffix("s") for word in term.casefold().split()}
