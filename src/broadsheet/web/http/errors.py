"""Every error as a page in the site's own dress."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ExceptionHandler

from broadsheet import links
from broadsheet.errors import BroadsheetError, IndexBroken, NotFound, StoreBusy, StoreError, TooOften
from broadsheet.web.http.forms import local_address
from broadsheet.web.http.origin import came_from
from broadsheet.web.http.respond import show
from broadsheet.web.http.visitor import SignInNeeded
from broadsheet.web.views.frame import frame_for

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5

_HEADINGS = {
    400: "We cannot make sense of this address",
    401: "Sign in first",
    403: "That is not allowed",
    404: "Not in this library",
    405: "This address is only for reading",
    409: "Too late for that",
    413: "That was too much at once",
    414: "This address is too long",
    429: "Too many tries",
    500: "Something broke on our side",
    503: "The library cannot be read just now",
}
_MESSAGES = {
    400: "Part of the address is not what this page expects.",
    404: "Nothing has this address. It may have been mistyped.",
    405: "The page exists, but not for this kind of request.",
    413: "The request is larger than this page ever needs.",
    414: "No query needs that many characters. Shorten it and try again.",
    500: "The fault is ours, it has been written to the log, and nothing was lost.",
    503: "This usually passes within seconds.",
}


_NOT_KEPT = "That was not kept"
_FOR_FORMS = ("This address is only for forms", "It takes what a button sends, and shows nothing by itself.")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words for the reader. `reference` finds the log line; `wanted` may be searched for."""

    status: int
    heading: str
    message: str
    reference: str = ""
    wanted: str = ""
    elsewhere: str = ""  # where else in the world the paper that is not here may be
    sender: str = ""  # the page whose form was refused


class PaperNotFound(NotFound):
    """No paper here is known by `wanted`."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"No paper in this library is known as “{wanted[:200]}”.")
        self.wanted = wanted[:200]


def error_page(request: Request, status: int, message: str = "", *, reference: str = "", wanted: str = "") -> Response:
    """Show an error."""
    heading, usual = _HEADINGS.get(status, "That did not work"), _MESSAGES.get(status, "")
    if status == 405 and request.method in ("GET", "HEAD"):
        heading, usual = _FOR_FORMS
    elif status == 400 and message and request.method == "POST":
        heading = _NOT_KEPT
    sender = local_address(came_from(request), "") if request.method == "POST" else ""
    page = ErrorPage(status, heading, message or usual, reference, wanted, links.elsewhere(wanted), sender)
    return show(
        request, "pages/error.html", frame_for(request, heading, canonical="/", hidden=True), page, status=status
    )


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    standard = error.detail == HTTPStatus(error.status_code).phrase
    response = error_page(request, error.status_code, "" if standard else error.detail)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def sign_in_first(request: Request, error: Exception) -> Response:
    """Lead to where a reader signs in, and from there back to the page that this came from."""
    assert isinstance(error, SignInNeeded)
    if request.method in ("GET", "HEAD"):
        address = links.sign_in(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    else:
        address = links.sign_in(came_from(request))
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"told": error.detail, "sign_in": address}, 401, headers={"Cache-Control": "no-store"})
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _of_haste(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooOften)
    response = error_page(request, 429, str(error))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _of_missing(request: Request, error: Exception) -> Response:
    return error_page(request, 404, str(error), wanted=getattr(error, "wanted", ""))


def unavailable(request: Request, error: Exception) -> Response:
    """Say that the catalog or the index cannot be used just now."""
    log.error("unavailable kind=%s path=%r message=%s", type(error).__name__, request.url.path[:200], error)
    response = error_page(request, 503, str(error))
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _of_program(request: Request, error: Exception) -> Response:
    log.error("failed kind=%s path=%r message=%s", type(error).__name__, request.url.path[:200], error)
    return error_page(request, 500, str(error))


HANDLERS: dict[int | type[Exception], ExceptionHandler] = {
    SignInNeeded: sign_in_first,
    HTTPException: _of_http,
    TooOften: _of_haste,
    NotFound: _of_missing,
    StoreBusy: unavailable,
    StoreError: unavailable,
    IndexBroken: unavailable,
    BroadsheetError: _of_program,
}
