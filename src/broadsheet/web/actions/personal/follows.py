"""Follow something or never see it, take that back, give it another name."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.errors import NotPossible
from broadsheet.model.follow import FOLLOW_KINDS, FollowKind
from broadsheet.personal.follows import Wish, keep, read_title, read_wish
from broadsheet.store import follows
from broadsheet.web.http import params
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.site import site_of
from broadsheet.web.views.personal.removed import read_removed, sign_removed

_ASKED = ("follow", "never", "remove")


async def follow(request: Request) -> Response:
    """Follow something, never see it, or neither, and go back to where that was asked."""
    given = await read_form(request)
    return await run_in_threadpool(_follow, request, given)


async def change(request: Request) -> Response:
    """Remove a follow, or give it another name."""
    given = await read_form(request)
    return await run_in_threadpool(_change, request, given)


async def bring_back(request: Request) -> Response:
    """Bring a removed follow back."""
    given = await read_form(request)
    return await run_in_threadpool(_bring_back, request, given)


def _follow(request: Request, given: Form) -> Response:
    asked = [name for name in _ASKED if name in given]
    if len(asked) != 1:
        raise HTTPException(400, f"A form about a follow says one of {', '.join(_ASKED)}.")
    site, reader = site_of(request), need_reader(request)
    now = site.services.clock()
    try:
        wish = read_wish(site.services.library, _kind(given), first_of(given, "text"), now.date())
        with site.services.database.write() as connection:
            if asked[0] == "remove":
                found = follows.find(connection, reader, wish.kind, wish.value)
                if found is not None:
                    follows.remove(connection, reader, found.number)
            else:
                keep(connection, reader, wish, excluded=asked[0] == "never", made=now)
    except NotPossible as error:
        raise HTTPException(400, str(error)) from None
    return RedirectResponse(local_address(first_of(given, "back"), links.FOLLOWS), status_code=303)


def _kind(given: Form) -> FollowKind:
    kind = first_of(given, "kind")
    found = next((one for one in FOLLOW_KINDS if one == kind), None)
    if found is None:
        raise HTTPException(400, f"What is followed is one of {', '.join(FOLLOW_KINDS)}.")
    return found


def _change(request: Request, given: Form) -> Response:
    site, reader = site_of(request), need_reader(request)
    number = params.row_number(request, "number")
    try:
        with site.services.database.write() as connection:
            if "remove" in given:
                found = follows.remove(connection, reader, number)
            else:
                found = follows.rename(connection, reader, number, read_title(first_of(given, "title")))
    except NotPossible as error:
        raise HTTPException(400, str(error)) from None
    if found is None:
        raise HTTPException(404, "You have no such follow; it may have been removed already.")
    removed = sign_removed(request, found) if "remove" in given else ""
    return RedirectResponse(links.follows(removed=removed), status_code=303)


def _bring_back(request: Request, given: Form) -> Response:
    site, reader = site_of(request), need_reader(request)
    found = read_removed(request, first_of(given, "removed"))
    if found is None or found.reader != reader:
        raise HTTPException(400, "This was removed too long ago to be brought back by a button. Add it again.")
    with site.services.database.write() as connection:
        wish = Wish(found.kind, found.value, found.title)
        keep(connection, reader, wish, excluded=found.excluded, made=site.services.clock())
    return RedirectResponse(links.FOLLOWS, status_code=303)
