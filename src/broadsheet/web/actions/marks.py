"""Vote for a paper or save it, and take that back."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from broadsheet import links
from broadsheet.store import marks
from broadsheet.store.marks import MarkKind
from broadsheet.web.http.access import get_paper
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.site import site_of

# The field of the form says what is to hold then; its value is the id of the paper. Last, what a reader is told.
_CHANGES: dict[str, tuple[MarkKind, bool, str]] = {
    "vote": ("vote", True, "Voted for."),
    "unvote": ("vote", False, "Vote taken back."),
    "save": ("save", True, "Saved."),
    "unsave": ("save", False, "No longer saved."),
}


async def mark(request: Request) -> Response:
    """Set a mark or take it back, and go back to the paper on the page that it was made on."""
    given = await read_form(request)
    return await run_in_threadpool(_mark, request, given)


def _mark(request: Request, given: Form) -> Response:
    asked = [name for name in _CHANGES if name in given]
    if len(asked) != 1:
        raise HTTPException(400, f"A mark is one of {', '.join(_CHANGES)}, with the id of a paper.")
    kind, on, told = _CHANGES[asked[0]]
    site = site_of(request)
    with site.services.database.write() as connection:
        paper = get_paper(connection, first_of(given, asked[0]))
        marks.put(connection, need_reader(request), paper.key, kind, on=on, made=site.services.clock())
        votes = marks.readers(connection, [paper.key], "vote").get(paper.key, 0)
    if "application/json" in request.headers.get("accept", ""):
        state = {"paper": paper.id, "kind": kind, "on": on, "votes": votes, "told": told}
        return JSONResponse(state, headers={"Cache-Control": "no-store"})
    back = local_address(first_of(given, "back"), links.paper(paper.id))
    return RedirectResponse(f"{back.partition('#')[0]}#p{paper.key}", status_code=303)
