"""Who may ask for what: said in the table of routes, one word around each view that changes something."""

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from broadsheet.model.reader import Role
from broadsheet.web.http.reader import need_role, need_session

View = Callable[[Request], Response | Awaitable[Response]]
Access = Literal["everybody", "in person", "reader", "curator", "admin"]

_ROLES: dict[str, Role] = {"reader": "reader", "curator": "curator", "admin": "admin"}


def for_everybody(view: View) -> View:
    """Let everybody in; whoever sends a form still sends it from a page of this site."""
    return _declared(view, "everybody")


def for_readers(view: View) -> View:
    """Let in who is signed in."""
    return _declared(view, "reader")


def for_curators(view: View) -> View:
    """Let in curators and admins."""
    return _declared(view, "curator")


def for_admins(view: View) -> View:
    """Let in admins."""
    return _declared(view, "admin")


def in_person(view: View) -> View:
    """Let in who is signed in with a browser, but no program with a token."""
    return _declared(view, "in person")


def access_of(view: object) -> str:
    """Return who a view was declared to be for, empty where that was not said."""
    return str(getattr(view, "broadsheet_access", ""))


def _declared(view: View, access: Access) -> View:
    guarded: Any
    if inspect.iscoroutinefunction(view):

        @functools.wraps(view)
        async def guarded(request: Request) -> Response:
            _check(request, access)
            answer: Response = await view(request)
            return answer

    else:

        @functools.wraps(view)
        def guarded(request: Request) -> Any:
            _check(request, access)
            return view(request)

    guarded.broadsheet_access = access
    made: View = guarded
    return made


def _check(request: Request, access: Access) -> None:
    if access == "in person":
        need_session(request)
    elif access != "everybody":
        need_role(request, _ROLES[access])
