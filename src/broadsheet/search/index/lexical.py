"""Open, make and ask the index of words."""

from pathlib import Path
from typing import Any

from tantivy import Index, Searcher, SearchResult
from tantivy import Query as Clause

from broadsheet.errors import IndexBroken
from broadsheet.model.query import FacetValue
from broadsheet.search.engine import Ranked, Scored
from broadsheet.search.index.analysis import analyzers
from broadsheet.search.index.documents import schema

_FOLDER = "lexical"
_FACETS = ("category", "year", "source", "has", "kind", "dataset")


def make_lexical(generation: Path) -> Index:
    """Make an empty index of words."""
    folder = generation / _FOLDER
    folder.mkdir(parents=True)
    return _prepared(Index(schema(), path=str(folder)))


def open_lexical(generation: Path) -> Index:
    """Open the index of words; IndexBroken where it is damaged."""
    try:
        index = _prepared(Index.open(str(generation / _FOLDER)))
        index.config_reader("manual", 0)
    except (ValueError, OSError) as error:
        raise IndexBroken(f"The search index is damaged ({error}); run `broadsheet index --rebuild`.") from error
    reload_lexical(index)
    return index


def reload_lexical(index: Index) -> Searcher:
    """Take up the latest commit; IndexBroken where the files are gone or damaged."""
    try:
        index.reload()
    except (ValueError, OSError) as error:
        raise IndexBroken(f"The search index is damaged ({error}); run `broadsheet index --rebuild`.") from error
    return index.searcher()


def _prepared(index: Index) -> Index:
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    return index


def ranked(searcher: Searcher, clause: Clause, limit: int) -> Ranked:
    """Return the best `limit` papers for the clause, and how many match."""
    found = searcher.search(clause, limit)
    keys = searcher.fast_field_values("key", [address for _, address in found.hits])
    pairs = zip(keys, found.hits, strict=True)
    return Ranked(tuple(Scored(int(key or 0), score) for key, (score, _) in pairs), total(found))


def total(found: SearchResult) -> int:
    """How many papers matched, where that was counted."""
    return int(getattr(found, "count", None) or 0)  # the stubs leave it out


def count_values(searcher: Searcher, clause: Clause, limit: int) -> dict[str, tuple[FacetValue, ...]]:
    """Count the values of every facet over the papers that match the clause, most first."""
    wanted = {name: {"terms": {"field": name, "size": limit}} for name in _FACETS}
    found = searcher.aggregate(clause, wanted)
    return {name: _values(found[name]) for name in _FACETS}


def _values(facet: dict[str, Any]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(str(bucket["key"]), bucket["doc_count"]) for bucket in facet["buckets"])
