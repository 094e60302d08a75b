"""Papers like one paper."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet import links
from broadsheet.errors import NotFound
from broadsheet.feeds.desk import Desk
from broadsheet.feeds.lists import reasons
from broadsheet.feeds.wanted import SIZE, Contents, Moved, Wanted, asked_page, pages_within
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.paper import Paper
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.search.similar import similar as find_similar
from broadsheet.search.whole import require_current, require_whole
from broadsheet.store import counters, papers

_TITLE = 100  # characters
_NAMED = 200


def similar(desk: Desk, request: Request) -> Wanted:
    """The papers most like one, the nearest first or, with `varied=1`, varied: one page of them."""
    wanted: str = request.path_params["id"]
    number, varied = asked_page(request), _asked_varied(request)
    known_as = parse_paper_id(wanted)
    library = desk.services.library
    with library.database.read() as connection:
        like = papers.get_by_id(connection, known_as) if known_as else None
        state = counters.last_change(connection), library.engine.state
    if like is None:
        raise NotFound(f"No paper in this library is known as “{(known_as or wanted)[:_NAMED]}”.")
    address = links.similar_feed(wanted, varied=varied)
    return Wanted(address, number, state, lambda: _make(desk, like, wanted, number, varied=varied))


def _asked_varied(request: Request) -> bool:
    given = request.query_params.get("varied", "")
    if given not in ("", "0", "1"):
        raise HTTPException(400, "varied is 1, or left out.")
    return given == "1"


def _make(desk: Desk, like: Paper, wanted: str, number: int, *, varied: bool) -> Contents | Moved:
    if wanted != like.id:
        return Moved(links.similar_feed(like.id, varied=varied))
    pages_within(1, number)
    library = desk.services.library
    if not len(library.engine.vectors([like.key])):
        require_whole(library)  # it is compared by its words
    hits = find_similar(library, [like.key], limit=SIZE, varied=varied)
    if not hits:
        require_current(library)
    title = teaser(to_plain(like.title), _TITLE)
    return Contents(
        title=f"Papers like “{title}” · Broadsheet",
        subtitle=f"The {SIZE} papers most like “{title}”, {'varied' if varied else 'the nearest first'}.",
        home=links.similar_papers(like.id, varied=True) if varied else links.paper(like.id),
        listed=[reasons.of_similar(hit, like) for hit in hits],
    )
