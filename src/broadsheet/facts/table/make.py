"""Make a table: find its papers, read what is known of them, choose and order the rows."""

from collections.abc import Sequence

from broadsheet.errors import NotFound
from broadsheet.facts.table.cells import row_of
from broadsheet.facts.table.model import Found, Row, Table, View
from broadsheet.facts.table.order import arranged
from broadsheet.model.query import Query
from broadsheet.search.among import among
from broadsheet.search.find import DEEPEST, find_keys
from broadsheet.search.library import Library
from broadsheet.store import editions, papers, readings
from broadsheet.store.database import Database

MOST_ROWS = DEEPEST  # papers of one table


def papers_of_query(library: Library, query: Query) -> Found:
    """Find the papers of a query, in its order."""
    keys, total = find_keys(library, query)
    return Found(tuple(keys), max(total, len(keys)))


def papers_of_edition(library: Library, edition_id: str, query: Query) -> Found:
    """Find the papers of an edition, in its order, those that a query finds where there is one; NotFound without it."""
    with library.database.read() as connection:
        edition = editions.get(connection, edition_id)
    if edition is None:
        raise NotFound(f"There is no edition {edition_id[:40]} in this library.")
    return papers_among(library, [item.key for item in edition.items], query)


def papers_among(library: Library, keys: Sequence[int], query: Query) -> Found:
    """Take given papers, in their order; with a query those that it finds, with words in it the best first."""
    found = among(library, query, keys) if query.words or query.constraints else list(keys)
    return Found(tuple(found[:MOST_ROWS]), len(found))


def rows_of(database: Database, keys: Sequence[int]) -> tuple[Row, ...]:
    """Read the rows of these papers, in their order; papers that are gone are left out."""
    with database.read() as connection:
        listed = papers.get(connection, keys)
        read = readings.of_papers(connection, keys)
    return tuple(row_of(paper, read.get(paper.key)) for paper in listed)


def make_table(database: Database, found: Found, view: View, *, first: int = 0, limit: int | None = None) -> Table:
    """Make a table of these papers: the rows from `first` on that pass, at most `limit`."""
    end = None if limit is None else first + limit
    if not view.needs_all:
        return Table(view.columns, rows_of(database, found.keys[first:end]), len(found.keys), first, found)
    rows = arranged(rows_of(database, found.keys), view)
    return Table(view.columns, rows[first:end], len(rows), first, found)
