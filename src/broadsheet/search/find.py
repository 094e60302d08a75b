"""Find papers: the use case behind the search page, the command line and every list made by a query."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from broadsheet.lib.clock import stopwatch
from broadsheet.model.paper import Paper
from broadsheet.model.query import All, Any_, Constraint, Hit, Identifier, Not, Query, ResultPage, Why
from broadsheet.search.engine import Scored, Vector
from broadsheet.search.facets import facets_of
from broadsheet.search.fuse import LEAST_COSINE, Fused, Lists, fuse
from broadsheet.search.introduced import introducers
from broadsheet.search.library import Library
from broadsheet.search.snippets import Marker
from broadsheet.search.spelling import respelled
from broadsheet.search.written import authored
from broadsheet.store import papers
from broadsheet.store.database import Connection

DEEPEST = 2_000  # results that can be paged through
MOST = 200  # results on a page
_POOL, _SEMANTIC_POOL = 200, 100  # candidates by word and by meaning that are fused
SURE = 100  # fused places that the pool above fills for good
_SEMANTIC_LISTED = 100  # nearest papers that a list by day takes in beside those with every word


@dataclass(frozen=True, slots=True)
class _Found:
    """One page of keys with their reasons."""

    page: Sequence[Fused] = ()
    total: int = 0
    reachable: int = 0


def find(
    library: Library,
    query: Query,
    *,
    page: int = 1,
    size: int = 20,
    facets: bool = False,
    explain: bool = False,
    semantic: bool = True,
) -> ResultPage:
    """Find papers for a query: one page of them, counted from 1; a page out of range is empty.

    `facets` counts values over all results, `explain` adds the matched words and the sum behind each score.
    """
    elapsed = stopwatch()
    page, size = max(page, 1), min(max(size, 1), MOST)
    resolved, looked_up = _resolve(library, query)
    resolved, spelling = respelled(resolved, library.engine.vocabulary())
    vector = _vector(library, resolved) if semantic and looked_up is None else None
    if looked_up is not None:
        found = _Found([Fused(looked_up.key, 1.0)] if page == 1 else [], 1, 1)
    else:
        found = _ranked(library, resolved, vector, (page - 1) * size, size)
    return ResultPage(
        query=query,
        hits=_hits(library, resolved, found.page, explain=explain),
        total=found.total,
        page=page,
        size=size,
        pages=-(-found.reachable // size),
        facets=facets_of(library, resolved) if facets and looked_up is None else {},
        spelling=spelling,
        semantic=vector is not None,
        missing=query.lookup if looked_up is None else "",
        milliseconds=elapsed() * 1000,
    )


def find_keys(library: Library, query: Query, limit: int = DEEPEST) -> tuple[list[int], int, int]:
    """Return the keys of a query's first papers in its order, the total that `find` tells, and how many can be had.

    Up to SURE keys take half the time of more.
    """
    resolved, looked_up = _resolve(library, query)
    resolved, _ = respelled(resolved, library.engine.vocabulary())
    if looked_up is not None:
        return [looked_up.key], 1, 1
    found = _ranked(library, resolved, _vector(library, resolved), 0, min(limit, DEEPEST))
    return [one.key for one in found.page], found.total, found.reachable


def _ranked(library: Library, query: Query, vector: Vector | None, first: int, size: int) -> _Found:
    if query.order == "relevance" and query.scored:
        return _by_relevance(library, query, vector, first, size)
    return _by_day(library, query, vector, first, size)


def _vector(library: Library, query: Query) -> Vector | None:
    if library.embedder is None or not query.words or not library.engine.vector_count:
        return None
    return library.embedder.embed_query(query.words)


def _by_relevance(library: Library, query: Query, vector: Vector | None, first: int, size: int) -> _Found:
    # By word alone the list is in order already.
    fused, total = _fused(library, query, vector, SURE if vector is None else _POOL)
    reachable = min(DEEPEST, max(total, len(fused)))
    if first < reachable and first + size > SURE < reachable:
        # Further down more candidates are needed; the places before stay as they were on earlier pages.
        sure = fused[:SURE]
        placed = {one.key for one in sure}
        deeper, _ = _fused(library, query, vector, DEEPEST)
        fused = sure + [one for one in deeper if one.key not in placed]
    return _Found(fused[:reachable][first : first + size], total, reachable)


def _fused(library: Library, query: Query, vector: Vector | None, pool: int) -> tuple[list[Fused], int]:
    engine = library.engine
    # The two lists are made side by side: neither holds the interpreter's lock.
    with ThreadPoolExecutor(1) as beside:
        near = beside.submit(engine.semantic, vector, query.constraints, _SEMANTIC_POOL) if vector is not None else None
        lexical = engine.lexical(query, pool)
        introduced = introducers(library, query, lexical.hits)
        by_author = {} if introduced else authored(library, query)
        titled = engine.titled(query)
        nearest = near.result() if near else []
    by_word, by_meaning = {hit.key for hit in lexical.hits}, {hit.key for hit in nearest}
    lists = Lists(
        lexical.hits,
        nearest,
        engine.lexical_scores(query, [key for key in by_meaning if key not in by_word]),
        engine.cosines(vector, [key for key in by_word if key not in by_meaning]) if vector is not None else {},
        engine.lexical_possible(query),
        titled,
        introduced,
        by_author,
    )
    return fuse(lists), max(lexical.total, len(by_author))


def _by_day(library: Library, query: Query, vector: Vector | None, first: int, size: int) -> _Found:
    nearest: list[Scored] = []
    if vector is not None:
        near = library.engine.semantic(vector, query.constraints, _SEMANTIC_LISTED)
        nearest = [hit for hit in near if hit.score >= LEAST_COSINE]
    also = list(dict.fromkeys([*(hit.key for hit in nearest), *authored(library, query)]))
    limit = min(size, DEEPEST - first)
    oldest = query.order == "oldest"
    if limit <= 0:
        listed = library.engine.listed(query, also, oldest=oldest, first=0, limit=1)
        page: list[Fused] = []
    else:
        listed = library.engine.listed(query, also, oldest=oldest, first=first, limit=limit)
        ranks = {hit.key: (rank, hit.score) for rank, hit in enumerate(nearest, 1)}
        page = [_listed(hit.key, ranks.get(hit.key)) for hit in listed.hits]
    total = library.engine.lexical(query, 1).total if query.scored else listed.total
    return _Found(page, total, min(DEEPEST, listed.total))


def _listed(key: int, near: tuple[int, float] | None) -> Fused:
    return Fused(key, 0.0, semantic_rank=near[0], semantic_score=near[1]) if near else Fused(key, 0.0)


def _hits(library: Library, query: Query, page: Sequence[Fused], *, explain: bool) -> tuple[Hit, ...]:
    with library.database.read() as connection:
        rows = {paper.key: paper for paper in papers.get(connection, [one.key for one in page])}
    marker = Marker(query)
    return tuple(_hit(rows[one.key], one.why(), marker, explain=explain) for one in page if one.key in rows)


def _hit(paper: Paper, why: Why, marker: Marker, *, explain: bool) -> Hit:
    if explain:
        why = replace(why, matched=marker.matched(paper))
    return Hit(paper, why, marker.title(paper.title), marker.snippet(paper.abstract or paper.summary))


def _resolve(library: Library, query: Query) -> tuple[Query, Paper | None]:
    """Look up the paper whose id the query is, and put the ids that papers have now in place of earlier ones."""
    named = any(_identifiers(one) for one in query.constraints)
    if not named and not query.lookup:
        return query, None
    with library.database.read() as connection:
        looked_up = papers.get_by_id(connection, query.lookup) if query.lookup else None
        constraints = tuple(_resolved(connection, one) for one in query.constraints)
    return replace(query, constraints=constraints), looked_up


def _identifiers(constraint: Constraint) -> list[Identifier]:
    match constraint:
        case Identifier():
            return [constraint]
        case Not(part):
            return _identifiers(part)
        case All(parts) | Any_(parts):
            return [one for part in parts for one in _identifiers(part)]
        case _:
            return []


def _resolved(connection: Connection, constraint: Constraint) -> Constraint:
    match constraint:
        case Identifier(one):
            paper = papers.get_by_id(connection, one)
            return Identifier(paper.id) if paper else constraint
        case Not(part):
            return Not(_resolved(connection, part))
        case All(parts):
            return All(tuple(_resolved(connection, part) for part in parts))
        case Any_(parts):
            return Any_(tuple(_resolved(connection, part) for part in parts))
        case _:
            return constraint
