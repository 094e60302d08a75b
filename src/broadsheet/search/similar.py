"""Find papers like one paper, like several, like a text."""

from collections.abc import Sequence

import numpy as np

from broadsheet.model.paper import Paper
from broadsheet.model.query import Constraint, Fragment, Hit, Query, Why, Words
from broadsheet.search.engine import Scored
from broadsheet.search.find import find
from broadsheet.search.grammar import parse_text
from broadsheet.search.library import Library
from broadsheet.search.snippets import Marker
from broadsheet.store import papers


def similar(
    library: Library, keys: Sequence[int], *, limit: int, constraints: Sequence[Constraint] = ()
) -> tuple[Hit, ...]:
    """Return the papers nearest to the mean of these papers' vectors, the papers themselves left out.

    Where none of them has a vector, the papers that share their rarest words.
    """
    given = set(keys)
    rows = library.engine.vectors(keys)
    if len(rows):
        middle = rows.mean(axis=0)
        middle = (middle / max(float(np.linalg.norm(middle)), 1e-9)).astype(np.float32)
        nearest = library.engine.semantic(middle, constraints, limit + len(given))
        return _hits(library, [hit for hit in nearest if hit.key not in given][:limit], semantic=True)
    with library.database.read() as connection:
        texts = [paper.text for paper in papers.get(connection, keys)]
    words = "\n".join(texts)
    query = Query(text=words, words=words, scored=(Words(words),), constraints=tuple(constraints), by_text=True)
    found = library.engine.lexical(query, limit + len(given)).hits
    return _hits(library, [hit for hit in found if hit.key not in given][:limit], semantic=False)


def similar_to_text(library: Library, text: str, *, limit: int) -> tuple[Hit, ...]:
    """Return the papers most like a text, by its meaning and its rare words."""
    return find(library, parse_text(text), size=limit).hits


def _hits(library: Library, found: Sequence[Scored], *, semantic: bool) -> tuple[Hit, ...]:
    with library.database.read() as connection:
        rows = {paper.key: paper for paper in papers.get(connection, [hit.key for hit in found])}
    marker = Marker(Query())
    return tuple(
        _hit(rows[hit.key], _why(rank, hit.score, semantic), marker)
        for rank, hit in enumerate(found, 1)
        if hit.key in rows
    )


def _hit(paper: Paper, why: Why, marker: Marker) -> Hit:
    return Hit(paper, why, (Fragment(paper.title),), marker.snippet(paper.abstract or paper.summary))


def _why(rank: int, score: float, semantic: bool) -> Why:
    if semantic:
        return Why(score, semantic_rank=rank, semantic_score=score)
    return Why(score, lexical_rank=rank, lexical_score=score)
