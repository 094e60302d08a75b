"""How many results have which values, datasets by the names that papers write."""

from broadsheet.model.query import FacetValue, Query
from broadsheet.search.library import Library
from broadsheet.store import entities

_VALUES = 12


def facets_of(library: Library, query: Query) -> dict[str, tuple[FacetValue, ...]]:
    """Count the values of every facet over all results, the most frequent first."""
    counted = library.engine.facets(query, _VALUES)
    datasets = counted.get("dataset", ())
    if not datasets:
        return counted
    with library.database.read() as connection:
        names = entities.written_as(connection, "dataset", [value.value for value in datasets])
    # One that the catalog does not name any more is left out: the index is about to follow.
    named = tuple(FacetValue(names[value.value], value.count) for value in datasets if value.value in names)
    return {**counted, "dataset": named}
