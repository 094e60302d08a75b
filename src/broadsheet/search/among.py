"""Search a few given papers, such as those that a reader saved, with any query of the grammar."""

from collections.abc import Collection

from broadsheet.model.query import Query, Words
from broadsheet.search.fuse import blend
from broadsheet.search.library import Library

# Among papers of one's own choice a likeness that is lower than elsewhere is no find: most of them are alike.
_LEAST_COSINE = 0.31


def among(library: Library, query: Query, keys: Collection[int]) -> list[int]:
    """Return those of these papers that a query finds, best first; without words in their order.

    Conditions hold. Of free words a paper has one at least, or is near to them in meaning.
    """
    engine = library.engine
    every = list(keys)
    if query.constraints:
        held = {hit.key for hit in engine.matching(Query(constraints=query.constraints), every)}
        every = [key for key in every if key in held]
    if not every or not query.words:
        return every
    by_word = engine.lexical_scores(query, every)
    cosines = {}
    if library.embedder is not None and engine.vector_count:
        cosines = engine.cosines(library.embedder.embed_query(query.words), every)
    free = any(isinstance(part, Words) for part in query.scored)
    possible = engine.lexical_possible(query)
    scores = {
        key: blend(by_word.get(key, 0.0), possible, cosines.get(key, 0.0))
        for key in every
        if not free or key in by_word or cosines.get(key, 0.0) >= _LEAST_COSINE
    }
    return sorted(scores, key=lambda key: (-scores[key], key))
