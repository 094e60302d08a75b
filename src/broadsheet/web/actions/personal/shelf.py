"""Say how far saved papers are read, and write a note beside one."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.errors import NotPossible
from broadsheet.personal import saved
from broadsheet.store.shelf import STATES
from broadsheet.web.http.access import get_paper
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.site import site_of

_LARGEST = 40_000  # bytes: a note in any script, percent-encoded


async def keep(request: Request) -> Response:
    """Set the state of the papers that are ticked, or keep the note on one paper."""
    given = await read_form(request, largest=_LARGEST)
    return await run_in_threadpool(_keep, request, given)


def _keep(request: Request, given: Form) -> Response:
    site, reader = site_of(request), need_reader(request)
    now = site.services.clock()
    ids = given.get("paper", [])
    back = local_address(first_of(given, "back"), links.SAVED).partition("#")[0]
    with site.services.database.write() as connection:
        keys = [get_paper(connection, one).key for one in dict.fromkeys(ids)]
        if "note" in given:
            if len(keys) != 1:
                raise HTTPException(400, "A note is on one paper.")
            try:
                saved.set_note(connection, reader, keys[0], first_of(given, "note"), now)
            except NotPossible as error:
                raise HTTPException(400, str(error)) from None
            back = f"{back}#p{keys[0]}"
        else:
            state = next((one for one in STATES if one == first_of(given, "state")), None)
            if state is None:
                raise HTTPException(400, f"The state of a saved paper is one of {', '.join(STATES)}.")
            saved.set_state(connection, reader, keys, state, now)
    return RedirectResponse(back, status_code=303)
