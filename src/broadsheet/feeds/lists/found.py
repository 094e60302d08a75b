"""Lists out of the search index: any search, a category, an author."""

from collections import Counter
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet import links
from broadsheet.errors import IndexBehind, NotFound
from broadsheet.feeds.desk import Desk
from broadsheet.feeds.entries import Listed
from broadsheet.feeds.lists import reasons
from broadsheet.feeds.wanted import SIZE, Contents, Moved, Wanted, asked_page, pages_within
from broadsheet.model.categories import archive_of, category_name
from broadsheet.model.names import author_key
from broadsheet.model.query import AuthorIs, Category, Query, ResultPage
from broadsheet.render.fragments import teaser
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.search.whole import require_current, require_whole
from broadsheet.store import counters

_TITLE = 80  # characters of a query in a title
_NAMED = 100  # characters of what was asked for in a message


def search(desk: Desk, request: Request) -> Wanted:
    """Any search, newest first whatever order it asks for; 400 where nothing of the query can be used."""
    text = " ".join(request.query_params.get("q", "").split())
    if not text:
        raise HTTPException(400, "A feed of a search needs a query: /feeds/search.atom?q=diffusion")
    query = replace(parse(text, desk.services.clock().date()), sort="newest")
    troubles = " ".join(dict.fromkeys(problem.message for problem in query.problems))
    if not (query.words or query.constraints):
        raise HTTPException(400, f"Nothing can be searched for with this query. {troubles}".strip())
    number = asked_page(request)

    def make() -> Contents:
        result = _page(desk.services.library, query, number, explain=True)
        left_out = f" Part of the query could not be used: {troubles}" if troubles else ""
        return Contents(
            title=f"{teaser(text, _TITLE)} · Broadsheet",
            subtitle=f"Papers found by “{teaser(text, 5 * _TITLE)}”, newest first.{left_out}",
            home=links.search(text, sort="newest"),
            listed=[reasons.of_search(hit, query) for hit in result.hits],
            pages=result.pages,
        )

    return Wanted(links.search_feed(text), number, (query, _state(desk)), make)


def category(desk: Desk, request: Request) -> Wanted:
    """The papers of a category, or of an archive with all its categories."""
    code: str = request.path_params["code"]
    number = asked_page(request)

    def make() -> Contents | Moved:
        query = Query(constraints=(Category(code),), sort="newest")
        result = _page(desk.services.library, query, number)
        if not result.total:
            raise NotFound(f"No paper in this library is in a category called “{code[:_NAMED]}”.")
        if (spelled := _spelling(code, result)) != code:
            return Moved(links.category_feed(spelled))
        name = category_name(code)
        return Contents(
            title=f"{name} ({code}) · Broadsheet",
            subtitle=f"Papers in {name}, newest first.",
            home=links.category(code),
            listed=[reasons.of_category(hit.paper, code) for hit in result.hits],
            pages=result.pages,
        )

    return Wanted(links.category_feed(code), number, _state(desk), make)


def author(desk: Desk, request: Request) -> Wanted:
    """The papers of an author, by the exact name."""
    wanted: str = request.path_params["key"]
    key, number = author_key(wanted), asked_page(request)

    def make() -> Contents | Moved:
        if key and key != wanted:
            return Moved(links.author_feed(key))
        result = _page(desk.services.library, Query(constraints=(AuthorIs(key),), sort="newest"), number)
        if not key or not result.total:
            raise NotFound(f"No paper in this library is by an author called “{wanted[:_NAMED]}”.")
        names = Counter(one.name for hit in result.hits for one in hit.paper.authors if author_key(one.name) == key)
        name = names.most_common(1)[0][0] if names else key
        return Contents(
            title=f"{name} · Broadsheet",
            subtitle=f"Papers by {name}, newest first. Two people of one name cannot be told apart.",
            home=links.author(key),
            listed=[Listed(hit.paper, f"By {name}.", {"author": key}) for hit in result.hits],
            pages=result.pages,
        )

    return Wanted(links.author_feed(wanted), number, _state(desk), make)


def _state(desk: Desk) -> tuple[object, ...]:
    with desk.services.database.read() as connection:
        return counters.last_change(connection), desk.services.library.engine.state


def _page(library: Library, query: Query, number: int, *, explain: bool = False) -> ResultPage:
    """One page of a list that is whole; IndexBehind where it may be not."""
    require_whole(library)
    result = find(library, query, page=number, size=SIZE, explain=explain)
    if not result.total and not result.hits:
        require_current(library, by_meaning=bool(query.words))
    pages_within(result.pages * SIZE, number)
    if result.pages and len(result.hits) < (SIZE if number < result.pages else 1):
        # Papers that the index names went into others, and the index has yet to hear of it.
        require_current(library)
        raise IndexBehind("The search index names papers that are not there. Run `broadsheet index --rebuild`.")
    return result


def _spelling(code: str, result: ResultPage) -> str:
    """Return the code as papers spell it: `cs.lg` means `cs.LG`."""
    known = {
        one for hit in result.hits for category in hit.paper.categories for one in (category, archive_of(category))
    }
    return code if code in known else next((one for one in known if one.casefold() == code.casefold()), code)
