"""Who asks for a page, and whether they may."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet.model.reader import Reader, Role
from broadsheet.web.http.visitor import SignInNeeded, visitor_of

_WHO = {"reader": "readers", "curator": "curators", "admin": "admins"}


def reader_of(request: Request) -> str:
    """Return the id of the reader who asks, empty for nobody known."""
    return visitor_of(request).id


def need_reader(request: Request) -> str:
    """Return the id of the reader who asks; nobody is sent to sign in."""
    return _needed(request).id


def need_role(request: Request, role: Role) -> str:
    """Return the id of the reader who asks; nobody is sent to sign in, and 403 to who may not do what `role` may."""
    reader, visitor = _needed(request), visitor_of(request)
    if not reader.may(role):
        raise HTTPException(403, f"This is for {_WHO[role]} of this library; you are signed in as a {reader.role}.")
    if role != "reader" and visitor.by == "token" and "admin" not in visitor.scopes:
        raise HTTPException(403, "This needs a token with the scope admin.")
    return reader.id


def need_session(request: Request) -> Reader:
    """Return the reader who asks with a browser; 403 to a program with a token, whatever its scopes."""
    reader = _needed(request)
    if visitor_of(request).by not in ("session", "local"):
        raise HTTPException(403, "This can be done on the pages only, signed in, and not with a token.")
    return reader


def may(request: Request, role: Role) -> bool:
    """Whether the reader who asks may do what this role may."""
    reader = visitor_of(request).reader
    return reader is not None and reader.may(role)


def _needed(request: Request) -> Reader:
    reader = visitor_of(request).reader
    if reader is None:
        raise SignInNeeded
    return reader
