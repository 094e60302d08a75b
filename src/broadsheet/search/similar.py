"""Find papers like one paper, like several, like a text. docs/similar.md says how they are chosen."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from broadsheet.model.names import fold
from broadsheet.model.paper import Paper
from broadsheet.model.query import Constraint, Hit
from broadsheet.search.alike.blend import LEAST
from broadsheet.search.alike.meaning import compare, middle_of
from broadsheet.search.alike.pool import Candidate, Given, gather, read_given
from broadsheet.search.alike.twins import Work
from broadsheet.search.alike.varied import varied as chosen_varied
from broadsheet.search.engine import Vector
from broadsheet.search.find import find
from broadsheet.search.grammar import parse_text
from broadsheet.search.library import Library
from broadsheet.search.snippets import Marker

_VARIED_OF = 4  # times as many as are asked for: what is chosen from where they shall be varied
_SYLLABLE = 3  # letters
_TWIN_COSINE = 0.75  # papers whose abstracts are one are nearer than this


def similar(
    library: Library,
    keys: Sequence[int],
    *,
    limit: int,
    constraints: Sequence[Constraint] = (),
    varied: bool = False,
) -> tuple[Hit, ...]:
    """Return the papers most like these taken together, best first; themselves and their other versions left out.

    Of several versions of one work only the best is listed, and nothing that scores less than LEAST. With `varied` each
    is also unlike those before it. Where none of the given papers has a vector, words alone decide.
    """
    given = read_given(library, keys, constraints)
    marker = Marker(given.query)
    return tuple(_hit(one, given, marker) for one in choose(library, given, limit, varied=varied))


def choose(library: Library, given: Given, limit: int, *, varied: bool = False) -> list[Candidate]:
    """Return the papers that `similar` lists, each with what it shares."""
    if not given.papers or limit < 1:
        return []
    wanted = limit * _VARIED_OF if varied else limit
    found = [one for one in gather(library, given, wanted) if one.alike.parts.score >= LEAST]
    kept = _without_twins(given, found, wanted)
    if not varied:
        return kept
    scores = [one.alike.parts.score for one in kept]
    likeness = _likeness([one.paper for one in kept], [one.evened for one in kept])
    return [kept[place] for place in chosen_varied(scores, likeness, limit)]


def similar_to_text(library: Library, text: str, *, limit: int, varied: bool = False) -> tuple[Hit, ...]:
    """Return the papers most like a text, by its meaning and its rare words, as a search for it finds them.

    Of several versions of one work only the best is listed. A text without a word is like nothing.
    """
    if not any(map(str.isalnum, text)):
        return ()
    several = limit * _VARIED_OF if varied else limit + limit // 2 + 1
    hits = _once_each(find(library, parse_text(text), size=several, explain=True).hits)
    if not varied:
        return hits[:limit]
    keys = [hit.paper.key for hit in hits]
    evened = compare(library, middle_of(library, keys), keys).evened_rows
    likeness = _likeness([hit.paper for hit in hits], [evened.get(key) for key in keys])
    return tuple(hits[place] for place in chosen_varied([hit.why.score for hit in hits], likeness, limit))


def _once_each(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    kept: list[tuple[Hit, Work]] = []
    for hit in hits:
        work = Work(hit.paper)
        if not any(work.is_twin_of(other) for _, other in kept):
            kept.append((hit, work))
    return tuple(hit for hit, _ in kept)


def shared_words(hit: Hit) -> tuple[str, ...]:
    """Return the rare words that a similar paper shares with the given ones, those of its title first."""
    fields = (hit.why.matched.get(name, ()) for name in ("title", "abstract", "summary"))
    words = tuple(dict.fromkeys(word for words in fields for word in words))
    # “pre” of pre-trained tells nothing; DNA does.
    return tuple(word for word in words if len(word) > _SYLLABLE or not word.islower()) or words


def _without_twins(given: Given, found: Sequence[Candidate], limit: int) -> list[Candidate]:
    originals = [Work(one) for one in given.papers]
    kept: list[tuple[Candidate, Work]] = []
    for one in found:
        work = Work(one.paper)
        if any(work.is_twin_of(other, near=_is_near(one, given)) for other in originals):
            continue
        if any(work.is_twin_of(its, near=_are_near(one, other)) for other, its in kept):
            continue
        kept.append((one, work))
        if len(kept) == limit:
            break
    return [one for one, _ in kept]


def _is_near(one: Candidate, given: Given) -> bool:
    cosine = one.alike.parts.cosine
    return len(given.papers) > 1 or cosine is None or cosine >= _TWIN_COSINE


def _are_near(one: Candidate, other: Candidate) -> bool:
    return one.row is None or other.row is None or float(one.row @ other.row) >= _TWIN_COSINE


def _likeness(found: Sequence[Paper], evened: Sequence[Vector | None]) -> NDArray[np.floating]:
    """How alike papers are to each other, shape (n, n): by meaning, where one has no vector by words."""
    rows = [one for one in evened if one is not None]
    if rows and len(rows) == len(found):
        stacked = np.stack(rows)
        near: NDArray[np.floating] = np.maximum(stacked @ stacked.T, 0.0)
        return near
    words = [frozenset(fold(one.text).split()) for one in found]
    shared = [[len(one & other) / max(len(one | other), 1) for other in words] for one in words]
    return np.array(shared, dtype=np.float64).reshape(len(words), len(words))


def _hit(one: Candidate, given: Given, marker: Marker) -> Hit:
    paper = one.paper
    order = {word: place for place, word in enumerate(given.rare)}
    matched = {
        name: tuple(sorted(words, key=lambda word: order.get(word, len(order))))
        for name, words in marker.matched(paper).items()
    }
    if one.alike.parts.authors:
        matched["author"] = one.alike.parts.authors
    if shared := tuple(code for code in paper.categories if code in given.categories):
        matched["category"] = shared
    why = replace(one.alike, matched=matched).why()
    return Hit(paper, why, marker.title(paper.title), marker.snippet(paper.abstract or paper.summary))
