"""Make a table: find its papers, read what is known of them, choose and order the rows."""

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.errors import NotFound
from broadsheet.facts.table.cells import row_of
from broadsheet.facts.table.model import Found, Row, Table, View
from broadsheet.facts.table.order import arranged
from broadsheet.model.entities import entity_key
from broadsheet.model.query import Constraint, DatasetIs, Has, KindIs, Query
from broadsheet.search.among import among
from broadsheet.search.find import DEEPEST, find_keys
from broadsheet.search.library import Library
from broadsheet.store import editions, papers, readings
from broadsheet.store.database import Database

MOST_ROWS = DEEPEST  # papers of one table


def narrowed(query: Query, view: View) -> Query:
    """Let a search look for what a view filters by, where the index knows it: so all are asked, not the first alone.

    What it finds has to be filtered all the same: the index knows facts that are not shown, too.
    """
    asked: list[Constraint] = [KindIs(view.kind)] if view.kind else []
    if key := entity_key(view.dataset):
        asked.append(DatasetIs(key))
    if "results" in view.has or view.metric:
        asked.append(Has("results"))
    return replace(query, constraints=(*query.constraints, *asked)) if asked else query


def papers_of_query(library: Library, query: Query, *, first: int = MOST_ROWS) -> Found:
    """Find the papers of a query, in its order; the first ones alone are found sooner, see `search.find.find_keys`."""
    keys, total, reachable = find_keys(library, query, first)
    return Found(tuple(keys), max(total, reachable), reachable)


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
    return Found(tuple(found[:MOST_ROWS]), len(found), min(len(found), MOST_ROWS))


def rows_of(database: Database, keys: Sequence[int]) -> tuple[Row, ...]:
    """Read the rows of these papers, in their order; papers that are gone are left out."""
    with database.read() as connection:
        listed = papers.get(connection, keys)
        read = readings.of_papers(connection, keys)
    return tuple(row_of(paper, read.get(paper.key)) for paper in listed)


def arranged_keys(database: Database, keys: Sequence[int], view: View) -> tuple[int, ...]:
    """Return which of these papers pass, in the order asked for."""
    if not view.needs_all:
        return tuple(keys)
    with database.read() as connection:
        listed = papers.outlines(connection, keys)
        read = readings.of_papers(connection, keys)
    return tuple(row.paper.key for row in arranged((row_of(paper, read.get(paper.key)) for paper in listed), view))


def make_table(
    database: Database, found: Found, view: View, *, keys: Sequence[int] | None = None, first: int = 0, limit: int
) -> Table:
    """Make a table of these papers: up to `limit` of the rows that pass, from place `first` on.

    `keys`: what `arranged_keys` returned, where that is known already.
    """
    passing = arranged_keys(database, found.keys, view) if keys is None else keys
    rows = rows_of(database, passing[first : first + limit])
    # They pass already, but a metric leaves only its own results in them.
    rows = arranged(rows, replace(view, sort=""))
    return Table(view.columns, rows, len(passing) if view.needs_all else found.taken, first, found)
