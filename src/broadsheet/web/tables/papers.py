"""The papers of a table: found once, and kept as long as the library stays as it is."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from starlette.requests import Request

from broadsheet.facts.table.make import MOST_ROWS, arranged_keys, narrowed, papers_of_edition, papers_of_query
from broadsheet.facts.table.model import COLUMNS, Found
from broadsheet.model.query import Problem, Query
from broadsheet.personal.saved import read_shelf
from broadsheet.search.find import SURE
from broadsheet.search.grammar import parse
from broadsheet.store import counters
from broadsheet.web.http.reader import need_reader
from broadsheet.web.site import Site, site_of
from broadsheet.web.tables.asked import Asked
from broadsheet.web.views.facts import index_stamp


@dataclass(frozen=True, slots=True)
class Listed:
    """The papers that were found, and the keys of those that pass the filters, in the order asked for."""

    found: Found
    keys: tuple[int, ...]
    problems: tuple[Problem, ...] = ()

    def count(self, asked: Asked) -> int:
        """How many rows the table has."""
        return len(self.keys) if asked.view.needs_all else self.found.taken


def list_papers(request: Request, asked: Asked, *, first: int = MOST_ROWS) -> Listed:
    """Find the papers of a table; who asks for saved ones must be known.

    Where the order is that of the search, the `first` ones are enough.
    """
    site = site_of(request)
    today = site.services.clock().date()
    if asked.saved:
        shelf = read_shelf(site.services.library, need_reader(request), text=asked.text, today=today)
        keys = tuple(item.paper.key for item in shelf.items)
        found = Found(keys[:MOST_ROWS], len(keys), min(len(keys), MOST_ROWS))
        return Listed(found, arranged_keys(site.services.database, found.keys, asked.view), shelf.query.problems)
    query = parse(asked.text, today) if asked.text else Query()
    if not asked.names_papers:
        return Listed(Found((), 0, 0), ())
    with site.services.database.read() as connection:
        stamp: Hashable = (counters.last_change(connection), index_stamp(site))
    wanted = query if asked.edition else narrowed(query, asked.view)
    deep = asked.view.needs_all or first > SURE
    named = ("table", asked.edition, wanted, deep, stamp)
    found = site.lists.get(named, lambda: _find(site, asked, wanted, MOST_ROWS if deep else SURE))
    view = replace(asked.view, columns=COLUMNS)
    keys = site.lists.get((*named, view), lambda: arranged_keys(site.services.database, found.keys, view))
    return Listed(found, keys, query.problems)


def _find(site: Site, asked: Asked, query: Query, first: int) -> Found:
    library = site.services.library
    if asked.edition:
        return papers_of_edition(library, asked.edition, query)
    return papers_of_query(library, query, first=first)
