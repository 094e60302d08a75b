"""Results of a query; without one, how to ask."""

from dataclasses import dataclass, replace
from typing import get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.model.query import Problem, Query, ResultPage, Sort
from broadsheet.personal.follows import LONGEST_VALUE
from broadsheet.render.fragments import counted, teaser
from broadsheet.search.filters import without
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.search.spelling import told
from broadsheet.store import counters
from broadsheet.web.http import params
from broadsheet.web.http.access import find_paper
from broadsheet.web.http.respond import show
from broadsheet.web.names.examples import EXAMPLES, Example
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facets import Facet, Removable, facets_of, removable
from broadsheet.web.views.facts import index_stamp
from broadsheet.web.views.frame import FeedLinks, feed_links, frame_for
from broadsheet.web.views.listing import Entry, hit_entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for
from broadsheet.web.views.personal.following import read_following

_SIZE = 20
_SORT_NAMES = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest"}
_NAMED = 60  # characters of a query in the name of its feed
_PIECE = 60  # characters shown of the part of a query that is a problem


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in the query that could not be used, and the piece of it that is meant."""

    message: str
    piece: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order that results can come in."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Meant:
    """The query as it may have been meant."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results. `missing` is the id asked for that this library has not got."""

    text: str
    result: ResultPage
    entries: tuple[Entry, ...]
    pager: Pager
    troubles: tuple[Trouble, ...]
    orders: tuple[Order, ...]
    filters: tuple[Removable, ...]
    facets: tuple[Facet, ...]
    missing: str = ""
    guessed: tuple[str, ...] = ()  # what was searched for in place of words that no paper has, in sentences
    meant: Meant | None = None


@dataclass(frozen=True, slots=True)
class HowToSearch:
    """Examples of the grammar."""

    examples: tuple[Example, ...]


def search(request: Request) -> Response:
    """Show results, or go straight to the paper whose id or address the query is."""
    text = params.text(request, "q")
    if not text:
        frame = frame_for(request, "How to search · Broadsheet", canonical=links.SEARCH, section="search")
        return show(request, "pages/how_to_search.html", frame, HowToSearch(EXAMPLES))
    site = site_of(request)
    sort, number = params.sort_order(request), params.page_number(request)
    query = parse(text, site.services.clock().date())
    with site.services.database.read() as connection:
        change = counters.last_change(connection)
        found = find_paper(connection, query.lookup) if query.lookup else None
    if found:
        return RedirectResponse(links.paper(found.id), status_code=303, headers={"Cache-Control": "no-cache"})
    query = replace(query, sort=sort or query.sort)
    page: SearchPage = site.searches.get(
        (query, sort, number, change, index_stamp(site)), lambda: _page(site, text, query, sort or "", number)
    )
    frame = frame_for(
        request,
        f"{teaser(text, 80)} · Broadsheet",
        query=text,
        description=f"{counted(page.result.total, 'paper')} for {teaser(text, 80)}",
        earlier=page.pager.earlier,
        later=page.pager.later,
        hidden=page.result.total == 0 or len(text) > 500,
        feeds=_feeds(text, query),
    )
    return show(
        request,
        "pages/search.html",
        frame,
        page,
        marks=read_marks(request, (one.key for one in page.entries)),
        following=read_following(request, "search", _followable(text, query)),
    )


def _page(site: Site, text: str, query: Query, sort: str, number: int) -> SearchPage:
    result = find(site.services.library, query, page=number, size=_SIZE, facets=True, explain=True)
    return SearchPage(
        text=text,
        result=result,
        entries=hit_entries(site, result.hits),
        pager=pager_for(links.search(text, sort=sort), number, result.pages),
        troubles=tuple(_trouble(text, problem) for problem in query.problems),
        orders=_orders(text, query),
        filters=removable(text, sort),
        facets=facets_of(text, sort, result),
        missing=result.missing,
        guessed=tuple(told(guess) for guess in result.spelling.guesses),
        meant=Meant(meant, links.search(meant, sort=sort)) if (meant := result.spelling.suggestion) else None,
    )


def _followable(text: str, query: Query) -> str:
    """The search as it is followed, empty where it cannot be: in no order of its own, and of all days to come."""
    for field in ("sort", "after", "before"):
        text = without(text, field)
    value = " ".join(text.split())
    return value if (query.words or query.constraints) and len(value) <= LONGEST_VALUE else ""


def _feeds(text: str, query: Query) -> tuple[FeedLinks, ...]:
    # A search without results yet can be subscribed to, one that nothing is left of cannot.
    found = f"Papers found by “{teaser(text, _NAMED)}”"
    return (feed_links(found, links.search_feed(text)),) if query.words or query.constraints else ()


def _orders(text: str, query: Query) -> tuple[Order, ...]:
    bare = without(text, "sort")
    # Without words there is nothing to be relevant to.
    offered = get_args(Sort) if query.words else ("newest", "oldest")
    return tuple(Order(_SORT_NAMES[name], links.search(bare, sort=name), query.order == name) for name in offered)


def _trouble(text: str, problem: Problem) -> Trouble:
    return Trouble(problem.message, teaser(text[problem.start : problem.end].strip(), _PIECE))
