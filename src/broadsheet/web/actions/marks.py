"""Vote for a paper, save it or rate it, and take that back."""

from dataclasses import dataclass
from typing import cast, get_args

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from broadsheet import links
from broadsheet.personal.rating import Rating, rate
from broadsheet.store import marks
from broadsheet.store.database import Connection
from broadsheet.store.marks import MarkKind
from broadsheet.web.http.access import get_paper
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.site import site_of


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to hold after a click, and what the reader is told."""

    kind: MarkKind
    on: bool
    told: str


# The field of the form says which; its value is the id of the paper.
_CHANGES = {
    "vote": _Change("vote", True, "Voted for."),
    "unvote": _Change("vote", False, "Vote taken back."),
    "save": _Change("save", True, "Saved."),
    "unsave": _Change("save", False, "No longer saved."),
    "up": _Change("up", True, "More like this."),
    "unup": _Change("up", False, "Rating taken back."),
    "down": _Change("down", True, "Less like this."),
    "undown": _Change("down", False, "Rating taken back."),
    "uninterested": _Change("uninterested", True, "Not interested: it will not be suggested again."),
    "ununinterested": _Change("uninterested", False, "It may be suggested again."),
    "hidden": _Change("hidden", True, "Hidden. Nothing is learned from that."),
    "unhidden": _Change("hidden", False, "It may be suggested again."),
}


async def mark(request: Request) -> Response:
    """Set a mark or take it back, and go back to the paper on the page that it was made on."""
    given = await read_form(request)
    return await run_in_threadpool(_mark, request, given)


def _mark(request: Request, given: Form) -> Response:
    asked = [name for name in _CHANGES if name in given]
    if len(asked) != 1:
        raise HTTPException(400, f"A mark is one of {', '.join(_CHANGES)}, with the id of a paper.")
    change = _CHANGES[asked[0]]
    site, reader = site_of(request), need_reader(request)
    with site.services.database.write() as connection:
        paper = get_paper(connection, first_of(given, asked[0]))
        before = _put(connection, reader, paper.key, change, request)
        votes = marks.readers(connection, [paper.key], "vote").get(paper.key, 0)
        holds = marks.of_papers(connection, reader, [paper.key]).get(paper.key, frozenset())
    if "application/json" in request.headers.get("accept", ""):
        state = {
            "paper": paper.id,
            "kind": change.kind,
            "on": change.on,
            "holds": sorted(holds - {"opened", "example"}),
            "votes": votes,
            "told": change.told,
            "undo": before or (f"un{change.kind}" if change.on else change.kind),
        }
        return JSONResponse(state, headers={"Cache-Control": "no-store"})
    back = local_address(first_of(given, "back"), links.paper(paper.id))
    return RedirectResponse(f"{back.partition('#')[0]}#p{paper.key}", status_code=303)


def _put(connection: Connection, reader: str, key: int, change: _Change, request: Request) -> str:
    """Let the change hold; return the rating that it took the place of, empty where it took none's."""
    now = site_of(request).services.clock()
    if change.kind not in get_args(Rating):
        marks.put(connection, reader, key, change.kind, on=change.on, made=now)
        return ""
    rating = cast(Rating, change.kind)
    if not change.on and rating not in marks.of_papers(connection, reader, [key]).get(key, frozenset()):
        return ""  # another rating holds by now
    before = rate(connection, reader, key, rating if change.on else None, now)
    return before if change.on and before and before != rating else ""
