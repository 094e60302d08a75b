"""Sign in and out."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.accounts import signing_in
from broadsheet.errors import NotPossible, TooOften
from broadsheet.web.accounts.parts import (
    Fields,
    accounts_of,
    go_to,
    show_page,
    signed_in,
    status_of,
    where_of,
    with_problem,
)
from broadsheet.web.http.cookies import cookie_names
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.params import text
from broadsheet.web.http.reader import reader_of
from broadsheet.web.http.visitor import visitor_of
from broadsheet.web.site import site_of


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form, and where a reader goes on to."""

    form: Fields
    back: str
    registration: bool


def sign_in(request: Request) -> Response:
    """Show the form; who is signed in goes on at once."""
    back = local_address(text(request, "back"))
    accounts_of(request)
    return go_to(back) if reader_of(request) else _show(request, Fields(), back)


async def enter(request: Request) -> Response:
    """Sign in, and go on to the page that asked for it."""
    given = await read_form(request)
    return await run_in_threadpool(_enter, request, given)


async def leave(request: Request) -> Response:
    """Sign out in this browser."""
    await read_form(request)
    return await run_in_threadpool(_leave, request)


def _enter(request: Request, given: Form) -> Response:
    desk, back = accounts_of(request), local_address(first_of(given, "back"))
    email, password = first_of(given, "email"), first_of(given, "password")
    before = visitor_of(request)
    try:
        signed = signing_in.sign_in(desk, email, password, where_of(request))
    except (NotPossible, TooOften) as error:
        status, wait = status_of(error)
        return _show(request, with_problem(given, error), back, status=status, wait=wait)
    if before.session:
        signing_in.sign_out(desk, before.id, before.session)
    return signed_in(request, signed, back)


def _leave(request: Request) -> Response:
    desk, visitor = accounts_of(request), visitor_of(request)
    if visitor.session:
        signing_in.sign_out(desk, visitor.id, visitor.session)
    response = go_to(links.HOME)
    cookie_names(site_of(request).services.settings).sign_out(response)
    return response


def _show(request: Request, form: Fields, back: str, *, status: int = 200, wait: int = 0) -> Response:
    page = SignInPage(form, back, accounts_of(request).open_registration)
    return show_page(request, "sign_in", "Sign in", page, status=status, wait=wait)
