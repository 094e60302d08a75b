"""All papers of one author, by the exact name."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.errors import NotFound
from broadsheet.model.names import author_key
from broadsheet.model.query import AuthorIs, Hit, Query, ResultPage
from broadsheet.render.fragments import counted
from broadsheet.search.find import find
from broadsheet.web.http import params
from broadsheet.web.http.respond import show
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facts import index_stamp
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for
from broadsheet.web.views.personal.following import read_following

_SIZE = 50
_READ = 200  # the newest papers, out of which name, years and coauthors are told
_COAUTHORS = 15


@dataclass(frozen=True, slots=True)
class Coauthor:
    """Someone who wrote papers with the author."""

    name: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class AuthorPage:
    """An author's papers, newest first. Two people of one name cannot be told apart here."""

    name: str
    result: ResultPage
    entries: tuple[Entry, ...]
    pager: Pager
    coauthors: tuple[Coauthor, ...]


def author(request: Request) -> Response:
    """Show the papers of an author."""
    wanted: str = request.path_params["key"]
    key = author_key(wanted)
    number = params.page_number(request)
    if key and key != wanted:
        return RedirectResponse(links.author(key), status_code=301, headers={"Cache-Control": "no-cache"})
    site = site_of(request)
    query = Query(constraints=(AuthorIs(key),), sort="newest")
    result = find(site.services.library, query, page=number, size=_SIZE)
    if not key or not result.total:
        raise NotFound(f"No paper in this library is by an author called “{wanted[:100]}”.")
    name, coauthors = site.lists.get(("author", key, index_stamp(site)), lambda: _company(site, key, query))
    page = AuthorPage(
        name=name,
        result=result,
        entries=entries(site, (hit.paper for hit in result.hits)),
        pager=pager_for(links.author(key), number, result.pages),
        coauthors=coauthors,
    )
    frame = frame_for(
        request,
        f"{name} · Broadsheet",
        canonical=links.with_page(links.author(key), number),
        description=f"{counted(result.total, 'paper')} by {name}.",
        earlier=page.pager.earlier,
        later=page.pager.later,
        feeds=(feed_links(f"Papers by {name}", links.author_feed(key)),),
    )
    return show(
        request,
        "pages/author.html",
        frame,
        page,
        marks=read_marks(request, (one.key for one in page.entries)),
        following=read_following(request, "author", key),
    )


def _company(site: Site, key: str, query: Query) -> tuple[str, tuple[Coauthor, ...]]:
    """The name as it is spelled most often, and who is named beside it most often."""
    hits: tuple[Hit, ...] = find(site.services.library, query, size=_READ).hits
    spelled = Counter(chain.from_iterable((author.name for author in hit.paper.authors) for hit in hits))
    own = [name for name, _ in spelled.most_common() if author_key(name) == key]
    others = ((name, count) for name, count in spelled.most_common(_COAUTHORS + len(own)) if name not in own)
    coauthors = tuple(
        Coauthor(name, links.author(author_key(name)), count) for name, count in others if author_key(name)
    )
    return own[0] if own else key, coauthors[:_COAUTHORS]
