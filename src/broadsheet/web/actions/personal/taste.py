"""Set how much of what is suggested comes from outside of what is known of the reader."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.store import readers
from broadsheet.web.http.forms import first_of, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.pages.personal.for_you import EXPLORATIONS
from broadsheet.web.site import site_of


async def explore(request: Request) -> Response:
    """Set the share of exploration, in percent."""
    given = await read_form(request)
    return await run_in_threadpool(_explore, request, first_of(given, "exploration"))


def _explore(request: Request, asked: str) -> Response:
    if asked not in map(str, EXPLORATIONS):
        raise HTTPException(400, f"The share is one of {', '.join(map(str, EXPLORATIONS))} percent.")
    with site_of(request).services.database.write() as connection:
        readers.set_exploration(connection, need_reader(request), int(asked) / 100)
    return RedirectResponse(links.FOR_YOU, status_code=303)
