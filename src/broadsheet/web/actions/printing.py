"""Print an edition of long ago, which the worker did not print by itself."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.editions.calendar import prints
from broadsheet.editions.keeping import print_now
from broadsheet.editions.making import open_desk
from broadsheet.errors import NotFound
from broadsheet.web.http.forms import read_form
from broadsheet.web.site import site_of


async def print_edition(request: Request) -> Response:
    """Print the edition of this address unless it is there already, and show it."""
    await read_form(request)
    return await run_in_threadpool(_print, request)


def _print(request: Request) -> Response:
    services = site_of(request).services
    wanted: str = request.path_params["id"]
    now = services.clock()
    made = print_now(services.database, open_desk(services.settings), wanted, now)
    if not made.items:
        raise NotFound("No papers are listed under these days: there is nothing to print.")
    if not made.closed and prints(wanted) <= now:
        raise HTTPException(
            503, "Its papers are still coming in or being embedded. It can be printed when that is done."
        )
    return RedirectResponse(links.edition(wanted), status_code=303)
